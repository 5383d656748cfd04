using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Dynamics.Fields;

/// <summary>Simulates the equations of a distributed system for all rows of a batch side by side, and differentiates the simulation.</summary>
/// <remarks>
/// <para>Like <see cref="Simulator"/>, but the loop over the index stays a loop, forward and in the adjoint, so that any number of modes or sites is possible.</para>
/// <para>A row has the same bits whatever its batch is and on any number of threads. Gradients of parameters are added in double, row by row within
/// blocks of 32, then block by block; those of matrices by matrix products within a block, then in double.</para>
/// </remarks>
public sealed class FieldSimulator
{
    private const int RowsInBlock = 32; // part of what the bits of the gradients of θ are
    private const int SegmentBytes = 1 << 17; // states of a segment stay in the cache
    private const int MostSegmentSteps = 32;

    private readonly FieldStepPlans plans;
    private readonly Timetable times;
    private readonly SimulatorOptions options;
    private readonly IIntegrator integrator;
    private readonly int lanes;
    private readonly Lazy<IFieldRunner> small, large;

    private FieldSimulator(FieldStepPlans plans, IIntegrator integrator, SimulatorOptions options, int lanes)
    {
        (this.plans, this.integrator, this.options, this.lanes) = (plans, integrator, options, lanes);
        var steps = Math.Clamp(SegmentBytes / (sizeof(float) * RowsInBlock * plans.Quantities.StateLength), 1, MostSegmentSteps);
        times = new(options.CheckpointEvery > 0 ? options : options with { CheckpointEvery = steps });
        (small, large) = (new(() => RunnerOf(lanes)), new(() => RunnerOf(RowsInBlock)));
    }

    /// <summary>What is simulated.</summary>
    public FieldQuantities Quantities => plans.Quantities;

    /// <summary>Length of a row of the drive: all drives of the first step first, a field as one number for each element; or one set for all steps.</summary>
    public int DriveLength => Quantities.DriveLength * (options.ConstantDrive ? 1 : options.Steps);

    /// <summary>Length of a row of the output: all outputs of the first output step first.</summary>
    public int OutputLength => Quantities.OutputLength * times.Samples;

    /// <summary>Traces the equations and makes their simulator.</summary>
    /// <exception cref="EquationsException">The equations compare values, leave something unwritten or do not suit the integrator.</exception>
    public static FieldSimulator Compile<TEquations>(TEquations equations, IIntegrator integrator, SimulatorOptions options) where TEquations : IFieldEquations =>
        Compile(equations, integrator, options, Widest.Count);

    /// <summary>The same for lanes of 16, 8, 4 or 1 numbers, whatever this machine prefers.</summary>
    internal static FieldSimulator Compile<TEquations>(TEquations equations, IIntegrator integrator, SimulatorOptions options, int lanes)
        where TEquations : IFieldEquations
    {
        options.Check(equations.Quantities.System, equations.Quantities.ThetaLength);
        if (options.ZeroParameters.Count > 0)
            throw new ArgumentException($"{equations.Quantities.System} ZeroParameters: expected none, because a field simulator keeps all terms; got {options.ZeroParameters.Count}.");
        var step = FieldStep.Trace(equations, integrator, options.TimeStep);
        return new(new(step, equations.Quantities, options.ConstantDrive, options.ParameterGradient), integrator, options, lanes);
    }

    /// <summary>Simulates every row.</summary>
    /// <param name="drive">Shape [batch, <see cref="DriveLength"/>].</param>
    /// <param name="initial">The states at the start, shape [batch, states · N], all elements of the first state first.</param>
    /// <param name="theta">The parameters, then the matrices row by row, the same for every row, shape [<see cref="FieldQuantities.ThetaLength"/>].</param>
    /// <returns>Outputs, shape [batch, <see cref="OutputLength"/>].</returns>
    /// <exception cref="ShapeException">A tensor has another shape.</exception>
    /// <exception cref="SimulationException">A state became infinite or not a number.</exception>
    public Tensor Run(Tensor drive, Tensor initial, Tensor theta)
    {
        Check(drive, initial, theta);
        var runner = RunnerFor(drive.Rows);
        return Forward(runner, runner.TablesOf(Parameters(theta), gradient: false), new(drive, initial, theta));
    }

    /// <summary>Simulates every row and keeps what the adjoint needs, in memory of the tensor scope that is open.</summary>
    /// <inheritdoc cref="Run"/>
    /// <returns>Y equals Run(drive, initial, theta) bit for bit. The gradient of θ is shaped as θ.</returns>
    public (Tensor Y, SimulationPullback Pullback) Linearize(Tensor drive, Tensor initial, Tensor theta)
    {
        Check(drive, initial, theta);
        var runner = RunnerFor(drive.Rows);
        var parameters = Parameters(theta);
        var tables = runner.TablesOf(parameters, gradient: true);
        var batch = new FieldBatch(drive, initial, theta)
        {
            Trajectory = Tensor.CreateUninitialized(checked(Blocks(runner, drive.Rows) * runner.TrajectoryLength)),
        };
        var y = Forward(runner, tables, batch);
        return (y, dy =>
        {
            if (!dy.HasShapeOf(y))
                throw new ShapeException($"{Quantities.System} dy", y.ShapeText, dy);
            return Backward(runner, tables, batch with { OutputGradient = dy }, parameters);
        }
        );
    }

    /// <summary>What a step consists of, what was hoisted and saved, the memory it takes, and what carries it out, as a few lines of text.</summary>
    public string Explain() => FieldExplanation.Of(plans, times, options, integrator, lanes, large.Value.Evaluator);

    /// <summary>One row at a time in double: the oracle of the tests.</summary>
    internal FieldDoubleEvaluator InDouble() => new(plans, times, options.ConstantDrive);

    private Tensor Forward(IFieldRunner runner, UniformTables tables, FieldBatch inputs)
    {
        var rows = inputs.Drive.Rows;
        var batch = inputs with { Output = Tensor.CreateUninitialized(rows, OutputLength) };
        var failures = new Failure[Blocks(runner, rows)];
        Workers.ForEachChunk(rows, runner.Block, (start, end) => failures[start / runner.Block] = runner.Forward(batch, tables, start, end));
        var failed = failures.Where(failure => failure.Step > 0).OrderBy(failure => failure.Step).ThenBy(failure => failure.Row).ToList();
        if (failed is [var (step, row, state, value), ..])
        {
            var name = $"{Quantities.States[state / Quantities.Length]}[{state % Quantities.Length}]";
            throw new SimulationException(Quantities.System, name, value, step, row, step * options.TimeStep, unstable: null);
        }
        return batch.Output!;
    }

    private SimulationGradients Backward(IFieldRunner runner, UniformTables tables, FieldBatch inputs, double[] parameters)
    {
        var rows = inputs.Drive.Rows;
        var matrixLength = plans.MatrixGradient ? Quantities.ThetaLength - Quantities.MatrixStart : 0;
        var batch = inputs with
        {
            DriveGradient = Tensor.CreateLike(inputs.Drive),
            InitialGradient = Tensor.CreateLike(inputs.Initial),
            HoistedGradients = new double[Blocks(runner, rows)][],
            MatrixGradients = Tensor.Create(Blocks(runner, rows), matrixLength),
        };
        Workers.ForEachChunk(rows, runner.Block, (start, end) => runner.Backward(batch, tables, start, end));
        return new(batch.DriveGradient, batch.InitialGradient, options.ParameterGradient ? ThetaGradient(batch, parameters) : Tensor.CreateUninitialized(0));
    }

    private Tensor ThetaGradient(FieldBatch batch, double[] parameters)
    {
        var hoisted = new double[plans.HoistedLength];
        foreach (var block in batch.HoistedGradients)
        {
            for (var i = 0; i < hoisted.Length; i++)
                hoisted[i] += block[i];
        }
        var dTheta = Tensor.CreateUninitialized(Quantities.ThetaLength);
        var pulledBack = plans.PullBack.Evaluate(parameters, hoisted);
        for (var i = 0; i < pulledBack.Length; i++)
            dTheta.AsSpan()[i] = (float)pulledBack[i];
        if (plans.MatrixGradient)
            (batch.MatrixGradients!.Rows == 1 ? batch.MatrixGradients : Sums.OverRows(batch.MatrixGradients)).Values.CopyTo(dTheta.AsSpan()[Quantities.MatrixStart..]);
        return dTheta;
    }

    private static int Blocks(IFieldRunner runner, int rows) => (rows + runner.Block - 1) / runner.Block;

    // The block depends on nothing but the batch, so that sums over rows have the same bits on any number of threads.
    private IFieldRunner RunnerFor(int rows) => rows <= lanes ? small.Value : large.Value;

    private IFieldRunner RunnerOf(int block) => lanes switch
    {
        16 => new FieldRunner<Lane512>(plans, times, options, block),
        8 => new FieldRunner<Lane256>(plans, times, options, block),
        4 => new FieldRunner<Lane128>(plans, times, options, block),
        _ => new FieldRunner<LaneScalar>(plans, times, options, block),
    };

    private void Check(Tensor drive, Tensor initial, Tensor theta)
    {
        if (drive.Rank != 2 || drive.RowLength != DriveLength)
            throw new ShapeException($"{Quantities.System} drive", $"[batch, {DriveLength}]", drive);
        if (initial.Rank != 2 || initial.Rows != drive.Rows || initial.RowLength != Quantities.StateLength)
            throw new ShapeException($"{Quantities.System} initial states", $"[{drive.Rows}, {Quantities.StateLength}]", initial);
        if (theta.Rank != 1 || theta.Length != Quantities.ThetaLength)
            throw new ShapeException($"{Quantities.System} theta", $"[{Quantities.ThetaLength}]", theta);
    }

    private double[] Parameters(Tensor theta)
    {
        var values = new double[Quantities.MatrixStart];
        for (var i = 0; i < values.Length; i++)
            values[i] = theta.Values[i];
        return values;
    }
}

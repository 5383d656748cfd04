using System.Numerics;
using Pat.Core.Lanes;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Core.Dynamics;

/// <summary>Gradients of a simulation.</summary>
/// <param name="DDrive">Shaped as the drive.</param>
/// <param name="DInitial">Shaped as the initial states.</param>
/// <param name="DTheta">Shaped as θ, summed over the batch; [0] where the simulator leaves it out (<see cref="SimulatorOptions.ParameterGradient"/>).</param>
public readonly record struct SimulationGradients(Tensor DDrive, Tensor DInitial, Tensor DTheta);

/// <summary>The exact adjoint of the simulation that was run: not of the differential equation, but of its time steps.</summary>
/// <param name="dy">Gradient with respect to the output, shaped as the output.</param>
public delegate SimulationGradients SimulationPullback(Tensor dy);

/// <summary>Simulates equations of motion for all rows of a batch side by side, and differentiates the simulation.</summary>
/// <remarks>
/// One step is traced into an expression graph, the adjoint of the step is derived on that graph, and both are run over lanes (a lane is a row).
/// A row has the same bits whatever its batch is and on any number of threads; gradients of θ are added over the rows in double, in their order.
/// A simulator can be used by several threads.
/// </remarks>
public sealed class Simulator
{
    private const int MostVectors = 8; // in a block of the interpreter: enough to hide what an operation costs beside its arithmetic

    // Beyond this, states that are kept leave the cache, and computing them again is faster than waiting for them (measured on 16 modes with 784 steps).
    private const int MostKeptPerRow = 16_384;
    private const int AutomaticCheckpoints = 32;

    private readonly StepPlans plans;
    private readonly Timetable times;
    private readonly SimulatorOptions options;
    private readonly IIntegrator integrator;
    private readonly Func<double[], double[], double[], double[,]> jacobian;
    private readonly int lanes;
    private readonly int mostDoublings;
    private readonly Lazy<IBlockRunner>[] runners; // number k for blocks of 2^k vectors

    private Simulator(StepPlans plans, IIntegrator integrator, SimulatorOptions options, Func<double[], double[], double[], double[,]> jacobian, int lanes)
    {
        if (options.CheckpointEvery == 0 && (options.Steps + 1L) * (plans.Quantities.States.Count + plans.SavedCount) > MostKeptPerRow)
            options = options with { CheckpointEvery = AutomaticCheckpoints };
        (this.plans, this.integrator, this.options, this.jacobian, this.lanes) = (plans, integrator, options, jacobian, lanes);
        times = new(options);
        mostDoublings = options.Evaluator == Evaluator.Interpreter ? 3 : BitOperations.Log2((uint)VectorsFor(plans.Saving));
        runners = [.. new[] { 1, 2, 4, MostVectors }.Select(vectors => new Lazy<IBlockRunner>(() => RunnerOf(vectors)))];
    }

    /// <summary>What is simulated.</summary>
    public Quantities Quantities => plans.Quantities;

    /// <summary>Length of a row of the drive: a drive for each step, all drives of the first step first; or one for all steps.</summary>
    public int DriveLength => Quantities.Drives.Count * (options.ConstantDrive ? 1 : options.Steps);

    /// <summary>Length of a row of the output: all outputs of the first output step first.</summary>
    public int OutputLength => Quantities.Outputs.Count * times.Samples;

    /// <summary>Whether its pullbacks give the gradient of θ.</summary>
    internal bool HasParameterGradient => options.ParameterGradient;

    /// <summary>Traces the equations and makes their simulator.</summary>
    /// <exception cref="EquationsException">The equations compare values, leave something unwritten or do not suit the integrator.</exception>
    public static Simulator Compile<TSystem>(TSystem system, IIntegrator integrator, SimulatorOptions options) where TSystem : IEquationsOfMotion =>
        Compile(system, integrator, options, Widest.Count);

    /// <summary>The same for lanes of 16, 8, 4 or 1 numbers, whatever this machine prefers.</summary>
    internal static Simulator Compile<TSystem>(TSystem system, IIntegrator integrator, SimulatorOptions options, int lanes) where TSystem : IEquationsOfMotion
    {
        options.Check(system.Quantities.System, system.Quantities.Parameters.Count);
        var plans = new StepPlans(StepGraph.Trace(system, integrator, options.TimeStep), options);
        return new(plans, integrator, options, (state, drive, theta) => StepStability.Jacobian(system, state, drive, theta), lanes);
    }

    /// <summary>Simulates every row.</summary>
    /// <param name="drive">Shape [batch, <see cref="DriveLength"/>].</param>
    /// <param name="initial">The states at the start, shape [batch, states].</param>
    /// <param name="theta">The parameters, the same for every row, shape [parameters].</param>
    /// <returns>Outputs, shape [batch, <see cref="OutputLength"/>].</returns>
    /// <exception cref="ShapeException">A tensor has another shape.</exception>
    /// <exception cref="SimulationException">A state became infinite or not a number.</exception>
    public Tensor Run(Tensor drive, Tensor initial, Tensor theta)
    {
        Check(drive, initial, theta);
        return RunParts(drive, initial, [new(0, drive.Rows, theta)]);
    }

    /// <summary>Simulates rows whose parameters are not the same, side by side. A row has the bits that it has in a run of its own.</summary>
    /// <param name="drive">Shape [batch, <see cref="DriveLength"/>].</param>
    /// <param name="initial">The states at the start, shape [batch, states].</param>
    /// <param name="parts">All rows, in order.</param>
    internal Tensor RunParts(Tensor drive, Tensor initial, IReadOnlyList<RowPart> parts)
    {
        var blocks = new List<RowBlock>();
        foreach (var part in parts)
        {
            Check(drive, initial, part.Theta);
            var runner = RunnerFor(part.End - part.Start);
            var theta = Doubles(part.Theta.Values);
            AddBlocks(blocks, part, runner, runner.TablesOf(theta, gradient: false), theta);
        }
        return Forward(new(drive, initial), blocks);
    }

    /// <summary>Simulates every row and keeps what the adjoint needs, in memory of the tensor scope that is open.</summary>
    /// <inheritdoc cref="Run"/>
    /// <returns>Y equals Run(drive, initial, theta) bit for bit.</returns>
    public (Tensor Y, SimulationPullback Pullback) Linearize(Tensor drive, Tensor initial, Tensor theta)
    {
        Check(drive, initial, theta);
        var runner = RunnerFor(drive.Rows);
        var parameters = Doubles(theta.Values);
        var tables = runner.TablesOf(parameters, gradient: true);
        // Memory of a scope stays where it is; other memory may lose its alignment, and nothing else.
        var trajectory = Tensor.CreateUninitialized(checked(Blocks(runner, drive.Rows) * runner.TrajectoryLength + Workspace.Alignment / sizeof(float)));
        var batch = new Batch(drive, initial) { Trajectory = trajectory, TrajectoryStart = PlanKernel.FirstAligned(trajectory.AsSpan()) };
        var blocks = new List<RowBlock>();
        AddBlocks(blocks, new(0, drive.Rows, theta), runner, tables, parameters);
        var y = Forward(batch, blocks);
        return (y, dy =>
        {
            if (!dy.HasShapeOf(y))
                throw new ShapeException($"{Quantities.System} dy", y.ShapeText, dy);
            return Backward(runner, tables, batch with { OutputGradient = dy }, parameters);
        }
        );
    }

    /// <summary>What a step consists of, what was hoisted and saved, the memory it takes, and what carries it out, as a few lines of text.</summary>
    public string Explain() => Explanation.Of(plans, times, options, integrator, lanes, RunnerFor(int.MaxValue / 2).Evaluator);

    /// <summary>One row at a time in double: the oracle of the tests.</summary>
    internal DoubleEvaluator InDouble() => new(plans, times, options.ConstantDrive);

    private static void AddBlocks(List<RowBlock> blocks, RowPart part, IBlockRunner runner, UniformTables tables, double[] theta)
    {
        for (var start = part.Start; start < part.End; start += runner.Block)
            blocks.Add(new(start, Math.Min(part.End, start + runner.Block), runner, tables, theta));
    }

    private Tensor Forward(Batch inputs, List<RowBlock> blocks)
    {
        var batch = inputs with { Output = Tensor.CreateUninitialized(inputs.Drive.Rows, OutputLength) };
        var failures = new Failure[blocks.Count];
        Workers.ForEachChunk(blocks.Count, 1, (b, _) => failures[b] = blocks[b].Runner.Forward(batch, blocks[b].Tables, blocks[b].Start, blocks[b].End));
        var failed = failures.Where(failure => failure.Step > 0).OrderBy(failure => failure.Step).ThenBy(failure => failure.Row).ToList();
        if (failed is [var (step, row, state, value), ..])
        {
            var theta = blocks.First(block => row < block.End).Theta;
            throw new SimulationException(Quantities.System, Quantities.States[state], value, step, row, step * options.TimeStep, UnstableAtStart(inputs, row, theta));
        }
        return batch.Output!;
    }

    private (string, double)? UnstableAtStart(Batch inputs, int row, double[] theta)
    {
        var drive = Doubles(inputs.Drive.Row(row)[..Quantities.Drives.Count]);
        return StepStability.Of(integrator, options.TimeStep, jacobian(Doubles(inputs.Initial.Row(row)), drive, theta));
    }

    private SimulationGradients Backward(IBlockRunner runner, UniformTables tables, Batch inputs, double[] theta)
    {
        var rows = inputs.Drive.Rows;
        var batch = inputs with
        {
            DriveGradient = Tensor.CreateLike(inputs.Drive),
            InitialGradient = Tensor.CreateLike(inputs.Initial),
            HoistedGradient = Tensor.CreateUninitialized(rows, plans.HoistedCount),
        };
        Workers.ForEachChunk(rows, runner.Block, (start, end) => runner.Backward(batch, tables, start, end));
        return new(batch.DriveGradient, batch.InitialGradient, ThetaGradient(batch.HoistedGradient, theta));
    }

    private Tensor ThetaGradient(Tensor rows, double[] theta)
    {
        var hoisted = new double[plans.HoistedCount];
        for (var row = 0; row < rows.Rows; row++)
        {
            var gradients = rows.Row(row);
            for (var i = 0; i < hoisted.Length; i++)
                hoisted[i] += gradients[i];
        }
        var pulledBack = plans.PullBack.Evaluate(theta, hoisted);
        var dTheta = Tensor.CreateUninitialized(pulledBack.Length);
        for (var i = 0; i < pulledBack.Length; i++)
            dTheta.AsSpan()[i] = (float)pulledBack[i];
        return dTheta;
    }

    private static int Blocks(IBlockRunner runner, int rows) => (rows + runner.Block - 1) / runner.Block;

    // Large blocks cost least per row, but every thread should have one.
    private IBlockRunner RunnerFor(int rows)
    {
        var k = mostDoublings;
        while (k > 0 && (rows + (lanes << k) - 1) / (lanes << k) < Math.Min(Workers.Threads, (rows + lanes - 1) / lanes))
            k--;
        while (k > 0 && lanes << (k - 1) >= rows)
            k--;
        return runners[k].Value;
    }

    /// <summary>How many vectors generated code does together: several only where few values are alive (measured on circuit and plate).</summary>
    internal static int VectorsFor(Plan plan) => RegisterAllocation.Of(Scheduling.ForRegisters(plan), useHomes: false).Registers switch
    {
        <= 32 => 4,
        <= 140 => 2,
        _ => 1,
    };

    private IBlockRunner RunnerOf(int vectors) => lanes switch
    {
        16 => new BlockRunner<Lane512>(plans, times, options, vectors),
        8 => new BlockRunner<Lane256>(plans, times, options, vectors),
        4 => new BlockRunner<Lane128>(plans, times, options, vectors),
        _ => new BlockRunner<LaneScalar>(plans, times, options, vectors),
    };

    private void Check(Tensor drive, Tensor initial, Tensor theta)
    {
        if (drive.Rank != 2 || drive.RowLength != DriveLength)
            throw new ShapeException($"{Quantities.System} drive", $"[batch, {DriveLength}]", drive);
        if (initial.Rank != 2 || initial.Rows != drive.Rows || initial.RowLength != Quantities.States.Count)
            throw new ShapeException($"{Quantities.System} initial states", $"[{drive.Rows}, {Quantities.States.Count}]", initial);
        if (theta.Rank != 1 || theta.Length != Quantities.Parameters.Count)
            throw new ShapeException($"{Quantities.System} theta", $"[{Quantities.Parameters.Count}]", theta);
        foreach (var parameter in options.ZeroParameters)
        {
            if (theta.Values[parameter] != 0)
                throw new ArgumentException(Invariant($"{Quantities.System} theta: expected 0 for '{Quantities.Parameters[parameter]}', one of the simulator's ZeroParameters, got {theta.Values[parameter]}."));
        }
    }

    private static double[] Doubles(ReadOnlySpan<float> numbers)
    {
        var values = new double[numbers.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = numbers[i];
        return values;
    }
}

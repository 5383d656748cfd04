using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Dynamics;

/// <summary>The arrays of one simulation of a batch; row-major, one row for each run.</summary>
internal sealed record Batch(Tensor Drive, Tensor Initial)
{
    public Tensor? Output { get; init; }

    /// <summary>What the forward run keeps for the adjoint; null where no gradient is wanted.</summary>
    public Tensor? Trajectory { get; init; }

    /// <summary>Where in its memory the trajectory starts.</summary>
    public int TrajectoryStart { get; init; }

    public Tensor? OutputGradient { get; init; }

    public Tensor? DriveGradient { get; init; }

    public Tensor? InitialGradient { get; init; }

    /// <summary>Gradients of the hoisted values, row by row.</summary>
    public Tensor? HoistedGradient { get; init; }
}

/// <summary>Where a run first failed; Step is counted from 1, 0 means that it did not.</summary>
internal readonly record struct Failure(int Step, int Row, int State, float Value);

/// <summary>Runs blocks of rows, each on its own, forward and backward.</summary>
internal interface IBlockRunner
{
    /// <summary>Rows in a block.</summary>
    int Block { get; }

    /// <summary>What carries the steps out, and why.</summary>
    string Evaluator { get; }

    /// <summary>Floats that the trajectory of a block takes.</summary>
    int TrajectoryLength { get; }

    /// <summary>The values that depend on parameters only, once for each lane, for each plan.</summary>
    UniformTables TablesOf(ReadOnlySpan<double> theta, bool gradient);

    Failure Forward(Batch batch, UniformTables tables, int start, int end);

    void Backward(Batch batch, UniformTables tables, int start, int end);
}

/// <summary>The uniform values for the plans without and with output, forward, saving and backward; pinned.</summary>
internal sealed record UniformTables(float[] Forward, float[] ForwardSampled, float[] Saving, float[] SavingSampled, float[] Backward, float[] BackwardSampled);

/// <inheritdoc cref="IBlockRunner"/>
/// <remarks>
/// Rows are moved into lanes segment by segment. State rows hold the state and, for the adjoint, the saved values; the row after a step is the
/// row of the next step. Lanes that have no row compute zeros or anything else and are never read.
/// </remarks>
internal sealed unsafe class BlockRunner<V> : IBlockRunner where V : unmanaged, ILane<V>
{
    private readonly StepPlans plans;
    private readonly Timetable times;
    private readonly bool constantDrive;
    private readonly bool checkpointed;
    private readonly int states, drives, outputs, vectors;
    private readonly PlanKernel forward, forwardSampled, saving, savingSampled, backward, backwardSampled;

    public BlockRunner(StepPlans plans, Timetable times, SimulatorOptions options, int vectors)
    {
        (this.plans, this.times, this.vectors) = (plans, times, vectors);
        (constantDrive, checkpointed) = (options.ConstantDrive, options.CheckpointEvery > 0);
        (states, drives, outputs) = (plans.Quantities.States.Count, plans.Quantities.Drives.Count, plans.Quantities.Outputs.Count);
        Block = vectors * V.Count;
        PlanKernel Of(Plan plan) => new(plans.Graph, plan, () => KernelOf(plan, options.Evaluator));
        (forward, forwardSampled) = (Of(plans.Forward), Of(plans.ForwardSampled));
        (saving, savingSampled) = (Of(plans.Saving), Of(plans.SavingSampled));
        (backward, backwardSampled) = (Of(plans.Backward), Of(plans.BackwardSampled));
    }

    public int Block { get; }

    public int TrajectoryLength => checked(Block * (checkpointed ? times.Segments * states : (times.Steps + 1) * SavingRow));

    public string Evaluator => forwardSampled.Description is var ahead && backwardSampled.Description is var back && ahead == back ? ahead : $"forward {ahead}; adjoint {back}";

    private int SavingRow => states + plans.SavedCount;

    private int DriveColumns => constantDrive ? drives : times.SegmentSteps * drives;

    private int OutputColumns => times.SegmentSteps * outputs;

    // One lane vector of everything that is moved between rows and lanes at once.
    private int LanesLength => V.Count * Math.Max(Math.Max(DriveColumns, OutputColumns), Math.Max(states, plans.HoistedCount));

    public UniformTables TablesOf(ReadOnlySpan<double> theta, bool gradient) => new(
        Table(forward, sampled: false, theta), Table(forwardSampled, sampled: true, theta),
        gradient ? Table(saving, sampled: false, theta) : [], gradient ? Table(savingSampled, sampled: true, theta) : [],
        gradient ? Table(backward, sampled: false, theta) : [], gradient ? Table(backwardSampled, sampled: true, theta) : []);

    // Empty where no step needs it.
    private float[] Table(PlanKernel kernel, bool sampled, ReadOnlySpan<double> theta) =>
        (sampled ? times.Samples > 0 : times.Samples < times.Steps) ? kernel.Table<V>(theta) : [];

    public Failure Forward(Batch batch, UniformTables tables, int start, int end)
    {
        var keep = batch.Trajectory is not null && !checkpointed;
        var (own, registers) = (keep ? 0 : 2 * states, Scratch(keep ? [saving, savingSampled] : [forward, forwardSampled]));
        using var memory = Workspace.Rent(Block * (DriveColumns + OutputColumns + own) + LanesLength + registers);
        float* drive = memory.Pointer, output = drive + DriveColumns * Block, state = output + OutputColumns * Block, before = state + states * Block;
        float* lanes = state + own * Block, scratch = lanes + LanesLength;
        fixed (float* kept = batch.Trajectory is { } trajectory ? trajectory.AsSpan() : default)
        {
            var mine = kept + batch.TrajectoryStart + (nint)(start / Block) * TrajectoryLength;
            var rows = keep ? mine : state;
            ToLanes(batch.Initial, start, end, 0, states, lanes, rows);
            for (var segment = 0; segment < times.Segments; segment++)
            {
                var (first, last) = (times.StartOf(segment), times.EndOf(segment));
                if (kept != null && checkpointed)
                    Copy(rows, mine + (nint)segment * states * Block, states);
                if (!keep)
                    Copy(state, before, states);
                LoadDrive(batch.Drive, start, end, segment, forwardOrder: true, lanes, drive);
                RunSegment(segment, keep, tables, rows, drive, output, scratch);
                var failure = keep ? FirstFailure(rows, first, last, start, end)
                    : FailureAt(state, last, start, end) is { Step: > 0 } ? FirstFailure(before, tables, segment, drive, output, scratch, start, end) : default;
                if (failure.Step != 0)
                    return failure;
                StoreSamples(output, batch.Output!, start, end, segment, lanes);
                if (keep)
                    rows += (nint)(last - first) * SavingRow * Block;
            }
        }
        return default;
    }

    public void Backward(Batch batch, UniformTables tables, int start, int end)
    {
        var row = SavingRow * Block;
        var (ownRows, registers) = (checkpointed ? (times.SegmentSteps + 1) * SavingRow : 0, Scratch(saving, savingSampled, backward, backwardSampled));
        using var memory = Workspace.Rent(Block * (2 * DriveColumns + OutputColumns + states + plans.HoistedCount + ownRows) + LanesLength + registers);
        float* dState = memory.Pointer, dHoisted = dState + states * Block, dDrive = dHoisted + plans.HoistedCount * Block;
        float* drive = dDrive + DriveColumns * Block, output = drive + DriveColumns * Block, own = output + OutputColumns * Block;
        float* lanes = own + ownRows * Block, scratch = lanes + LanesLength;
        new Span<float>(dState, (states + plans.HoistedCount + DriveColumns) * Block).Clear();
        fixed (float* kept = batch.Trajectory!.AsSpan())
        {
            var mine = kept + batch.TrajectoryStart + (nint)(start / Block) * TrajectoryLength;
            for (var segment = times.Segments - 1; segment >= 0; segment--)
            {
                var rows = checkpointed ? own : mine + (nint)times.StartOf(segment) * row;
                if (!constantDrive || segment == times.Segments - 1)
                    LoadDrive(batch.Drive, start, end, segment, forwardOrder: false, lanes, drive);
                if (checkpointed)
                {
                    Copy(mine + (nint)segment * states * Block, rows, states);
                    RunSegment(segment, true, tables, rows, drive, output, scratch);
                }
                LoadSampleGradients(batch.OutputGradient!, start, end, segment, lanes, output);
                ReverseSegment(segment, tables, rows, drive, output, scratch, dState, dHoisted, dDrive);
                if (!constantDrive)
                    FromLanes(dDrive, batch.DriveGradient!, start, end, times.StartOf(segment) * drives, (times.EndOf(segment) - times.StartOf(segment)) * drives, lanes);
            }
        }
        if (constantDrive)
            FromLanes(dDrive, batch.DriveGradient!, start, end, 0, drives, lanes);
        FromLanes(dState, batch.InitialGradient!, start, end, 0, states, lanes);
        FromLanes(dHoisted, batch.HoistedGradient!, start, end, 0, plans.HoistedCount, lanes);
    }

    private (IStepKernel, string) KernelOf(Plan plan, Evaluator evaluator)
    {
        var reason = "as chosen";
        for (var atOnce = evaluator == Dynamics.Evaluator.Interpreter ? 0 : Math.Min(vectors, Simulator.VectorsFor(plan)); atOnce > 0; atOnce /= 2)
        {
            if (StepEmitter.TryEmit(plan, V.Count, vectors, atOnce, out reason) is { } emitted)
                return (emitted, $"generated code, {atOnce} vectors at a time");
        }
        return (new Interpreter<V>(plan, Block), $"interpreter ({reason})");
    }

    private void RunSegment(int segment, bool save, UniformTables tables, float* rows, float* drive, float* output, float* scratch, int upTo = int.MaxValue)
    {
        var row = save ? (nint)SavingRow * Block : 0; // without saving, the state stays where it is
        var (start, samples) = (times.StartOf(segment), times.SamplesBefore(times.StartOf(segment)));
        foreach (var stretch in times.Stretches[segment])
        {
            if (stretch.Start >= upTo)
                return;
            var (kernel, table) = stretch.Sampled
                ? save ? (savingSampled, tables.SavingSampled) : (forwardSampled, tables.ForwardSampled)
                : save ? (saving, tables.Saving) : (forward, tables.Forward);
            var at = rows + (stretch.Start - start) * row;
            var addresses = new Addresses();
            addresses.Set(Space.Register, scratch, 0);
            addresses.Set(Space.State, at, row);
            addresses.Set(Space.Saved, at + (nint)states * Block, row);
            addresses.Set(Space.NextState, at + row, row);
            SetDrive(ref addresses, Space.Drive, drive, stretch.Start - start, 1);
            addresses.Set(Space.Output, output + (nint)(times.SamplesBefore(stretch.Start) - samples) * outputs * Block, outputs * Block);
            Run(kernel, table, ref addresses, Math.Min(stretch.End, upTo) - stretch.Start);
        }
    }

    private void ReverseSegment(
        int segment, UniformTables tables, float* rows, float* drive, float* dOutput, float* scratch, float* dState, float* dHoisted, float* dDrive)
    {
        var row = (nint)SavingRow * Block;
        var (start, samples) = (times.StartOf(segment), times.SamplesBefore(times.StartOf(segment)));
        var stretches = times.Stretches[segment];
        for (var s = stretches.Length - 1; s >= 0; s--)
        {
            var (last, sampled) = (stretches[s].End - 1, stretches[s].Sampled);
            var at = rows + (last - start) * row;
            var addresses = new Addresses();
            addresses.Set(Space.Register, scratch, 0);
            addresses.Set(Space.State, at, -row);
            addresses.Set(Space.Saved, at + (nint)states * Block, -row);
            addresses.Set(Space.NextState, at + row, -row);
            SetDrive(ref addresses, Space.Drive, drive, last - start, -1);
            SetDrive(ref addresses, Space.DriveGradient, dDrive, last - start, -1);
            addresses.Set(Space.OutputGradient, dOutput + (nint)(times.SamplesBefore(last) - samples) * outputs * Block, -outputs * Block);
            addresses.Set(Space.StateGradient, dState, 0);
            addresses.Set(Space.HoistedGradient, dHoisted, 0);
            Run(sampled ? backwardSampled : backward, sampled ? tables.BackwardSampled : tables.Backward, ref addresses, stretches[s].End - stretches[s].Start);
        }
    }

    private static void Run(PlanKernel kernel, float[] table, ref Addresses addresses, int steps)
    {
        fixed (float* uniforms = table)
        {
            addresses.Set(Space.Uniform, uniforms + PlanKernel.FirstAligned(table), 0);
            kernel.Kernel.Run(ref addresses, steps);
        }
    }

    private void SetDrive(ref Addresses addresses, Space space, float* drive, int step, int direction) =>
        addresses.Set(space, drive + (constantDrive ? 0 : (nint)step * drives * Block), constantDrive ? 0 : (nint)direction * drives * Block);

    private static int Scratch(params ReadOnlySpan<PlanKernel> kernels)
    {
        var floats = 0;
        foreach (var kernel in kernels)
            floats = Math.Max(floats, kernel.Kernel.Scratch);
        return floats;
    }

    private void LoadDrive(Tensor drive, int start, int end, int segment, bool forwardOrder, float* lanes, float* to)
    {
        if (constantDrive && forwardOrder && segment > 0)
            return;
        var (first, last) = constantDrive ? (0, 1) : (times.StartOf(segment), times.EndOf(segment));
        ToLanes(drive, start, end, first * drives, (last - first) * drives, lanes, to);
    }

    private void StoreSamples(float* output, Tensor y, int start, int end, int segment, float* lanes)
    {
        var (first, last) = (times.SamplesBefore(times.StartOf(segment)), times.SamplesBefore(times.EndOf(segment)));
        FromLanes(output, y, start, end, first * outputs, (last - first) * outputs, lanes);
    }

    private void LoadSampleGradients(Tensor dy, int start, int end, int segment, float* lanes, float* to)
    {
        var (first, last) = (times.SamplesBefore(times.StartOf(segment)), times.SamplesBefore(times.EndOf(segment)));
        ToLanes(dy, start, end, first * outputs, (last - first) * outputs, lanes, to);
    }

    // Some columns of the rows of the block into lanes: column c of vector v lies at (c · vectors + v) · lanes.
    private void ToLanes(Tensor rows, int start, int end, int firstColumn, int columns, float* lanes, float* to)
    {
        if (columns == 0)
            return;
        for (var v = 0; v < vectors; v++)
        {
            var first = start + v * V.Count;
            var here = Math.Clamp(end - first, 0, V.Count);
            var source = here == 0 ? default : rows.Values[(first * rows.RowLength + firstColumn)..];
            LaneTranspose.RowsToLanes<V>(source, rows.RowLength, here, columns, vectors == 1 ? to : lanes);
            for (var c = 0; vectors > 1 && c < columns; c++)
                V.Store(V.Load(lanes + (nint)c * V.Count), to + ((nint)c * vectors + v) * V.Count);
        }
    }

    private void FromLanes(float* from, Tensor rows, int start, int end, int firstColumn, int columns, float* lanes)
    {
        if (columns == 0)
            return;
        for (var v = 0; v < vectors && start + v * V.Count < end; v++)
        {
            var first = start + v * V.Count;
            for (var c = 0; vectors > 1 && c < columns; c++)
                V.Store(V.Load(from + ((nint)c * vectors + v) * V.Count), lanes + (nint)c * V.Count);
            LaneTranspose.LanesToRows<V>(vectors == 1 ? from : lanes, rows.AsSpan()[(first * rows.RowLength + firstColumn)..], rows.RowLength, Math.Min(end - first, V.Count), columns);
        }
    }

    private void Copy(float* from, float* to, int values) => Buffer.MemoryCopy(from, to, (long)values * Block * sizeof(float), (long)values * Block * sizeof(float));

    // What is not finite stays so, because each step adds to the state: the last row tells whether to look at the others.
    private Failure FirstFailure(float* rows, int first, int last, int start, int end)
    {
        var row = SavingRow * Block;
        if (FailureAt(rows + (nint)(last - first) * row, last, start, end).Step == 0)
            return default;
        for (var step = first + 1; step < last; step++)
        {
            if (FailureAt(rows + (nint)(step - first) * row, step, start, end) is { Step: > 0 } failure)
                return failure;
        }
        return FailureAt(rows + (nint)(last - first) * row, last, start, end);
    }

    // The segment again and again, each time one step further: a failed run is in no hurry.
    private Failure FirstFailure(float* before, UniformTables tables, int segment, float* drive, float* output, float* scratch, int start, int end)
    {
        using var memory = Workspace.Rent(states * Block);
        for (var step = times.StartOf(segment) + 1; ; step++)
        {
            Copy(before, memory.Pointer, states);
            RunSegment(segment, false, tables, memory.Pointer, drive, output, scratch, step);
            if (FailureAt(memory.Pointer, step, start, end) is { Step: > 0 } failure)
                return failure;
        }
    }

    private Failure FailureAt(float* state, int step, int start, int end)
    {
        if (AreFinite(state))
            return default;
        for (var lane = 0; lane < end - start; lane++)
        {
            for (var i = 0; i < states; i++)
            {
                if (!float.IsFinite(state[(nint)i * Block + lane]))
                    return new(step, start + lane, i, state[(nint)i * Block + lane]);
            }
        }
        return default;
    }

    // x − x is 0 where x is finite, and nothing else added to 0 gives 0.
    private bool AreFinite(float* state)
    {
        var sum = V.Of(0);
        for (var i = 0; i < states * Block; i += V.Count)
            sum += V.Load(state + i) - V.Load(state + i);
        var sums = stackalloc float[V.Count];
        V.Store(sum, sums);
        return new Span<float>(sums, V.Count).IndexOfAnyExcept(0f) < 0;
    }
}

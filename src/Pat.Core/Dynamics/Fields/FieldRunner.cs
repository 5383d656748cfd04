using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Dynamics.Fields;

/// <inheritdoc cref="IFieldRunner"/>
/// <remarks>
/// Rows are moved into lanes segment by segment: number c of all rows of the block lies at c · block. State rows hold the states and, for the adjoint,
/// the saved values; the row after a step is the row of the next step. Lanes that have no row compute anything and are never read.
/// </remarks>
internal sealed unsafe class FieldRunner<V> : IFieldRunner where V : unmanaged, ILane<V>
{
    private readonly FieldStepPlans plans;
    private readonly FieldQuantities quantities;
    private readonly Timetable times;
    private readonly bool constantDrive, checkpointed;
    private readonly int states, drives, outputs;
    private readonly FieldProgram<V> forward, forwardSampled, saving, savingSampled, backward, backwardSampled;

    public FieldRunner(FieldStepPlans plans, Timetable times, SimulatorOptions options, int block)
    {
        (this.plans, quantities, this.times, Block) = (plans, plans.Quantities, times, block);
        (constantDrive, checkpointed) = (options.ConstantDrive, options.CheckpointEvery > 0);
        (states, drives, outputs) = (quantities.StateLength, quantities.DriveLength, quantities.OutputLength);
        FieldProgram<V> Of(FieldPlan plan) => new(plan, plans.UniformsOf(plan), block, options.Evaluator);
        (forward, forwardSampled) = (Of(plans.Forward), Of(plans.ForwardSampled));
        (saving, savingSampled) = (Of(plans.Saving), Of(plans.SavingSampled));
        (backward, backwardSampled) = (Of(plans.Backward), Of(plans.BackwardSampled));
    }

    public int Block { get; }

    public int TrajectoryLength => checked(Block * (checkpointed ? times.Segments * states : (times.Steps + 1) * SavingRow));

    public string Evaluator => forwardSampled.Description is var ahead && backwardSampled.Description is var back && ahead == back ? ahead : $"forward {ahead}; adjoint {back}";

    private int SavingRow => states + plans.SavedLength;

    private int DriveColumns => constantDrive ? drives : times.SegmentSteps * drives;

    private int OutputColumns => times.SegmentSteps * outputs;

    // One lane vector of everything that is moved between rows and lanes at once.
    private int LanesLength => V.Count * Math.Max(Math.Max(DriveColumns, OutputColumns), states);

    public UniformTables TablesOf(ReadOnlySpan<double> theta, bool gradient) => new(
        forward.Table(theta), forwardSampled.Table(theta),
        gradient ? saving.Table(theta) : [], gradient ? savingSampled.Table(theta) : [],
        gradient ? backward.Table(theta) : [], gradient ? backwardSampled.Table(theta) : []);

    public Failure Forward(FieldBatch batch, UniformTables tables, int start, int end)
    {
        var keep = batch.Trajectory is not null && !checkpointed;
        var row = (keep ? SavingRow : states) * Block;
        var (ownRows, scratchLength) = (keep ? 0 : (times.SegmentSteps + 1) * states, Scratch(keep ? [saving, savingSampled] : [forward, forwardSampled]));
        using var memory = Workspace.Rent(checked(Block * (DriveColumns + OutputColumns + ownRows) + LanesLength + scratchLength));
        float* drive = memory.Pointer, output = drive + DriveColumns * Block, own = output + OutputColumns * Block;
        float* lanes = own + ownRows * Block, scratch = lanes + LanesLength;
        fixed (float* kept = batch.Trajectory is { } trajectory ? trajectory.AsSpan() : default, matrices = batch.Theta.Values[quantities.MatrixStart..])
        {
            var mine = kept + (nint)(start / Block) * TrajectoryLength;
            var rows = keep ? mine : own;
            ToLanes(batch.Initial, start, end, 0, states, lanes, rows);
            for (var segment = 0; segment < times.Segments; segment++)
            {
                var (first, last) = (times.StartOf(segment), times.EndOf(segment));
                if (kept != null && checkpointed)
                    Copy(rows, mine + (nint)segment * states * Block, states);
                LoadDrive(batch.Drive, start, end, segment, forwardOrder: true, lanes, drive);
                RunSegment(segment, keep, tables, matrices, rows, drive, output, scratch);
                var failure = FieldFailure.First<V>(rows, row, states, Block, first, last, start, end);
                if (failure.Step != 0)
                    return failure;
                FromLanes(output, batch.Output!, start, end, times.SamplesBefore(first) * outputs, (times.SamplesBefore(last) - times.SamplesBefore(first)) * outputs, lanes);
                if (keep)
                    rows += (nint)(last - first) * row;
                else
                    Copy(rows + (nint)(last - first) * row, rows, states);
            }
        }
        return default;
    }

    public void Backward(FieldBatch batch, UniformTables tables, int start, int end)
    {
        var row = SavingRow * Block;
        var matrixCount = plans.MatrixGradient ? quantities.Matrices.Count : 0;
        var stackLength = MatrixGradients.StackLength(quantities.Length, Block, matrixCount);
        var (ownRows, scratchLength) = (checkpointed ? (times.SegmentSteps + 1) * SavingRow : 0, Scratch(saving, savingSampled, backward, backwardSampled));
        using var memory = Workspace.Rent(checked(
            Block * (2 * DriveColumns + OutputColumns + 2 * states + plans.HoistedLength + ownRows) + LanesLength + stackLength + scratchLength));
        float* dState = memory.Pointer, dHoisted = dState + 2 * states * Block, dDrive = dHoisted + plans.HoistedLength * Block;
        float* drive = dDrive + DriveColumns * Block, output = drive + DriveColumns * Block, own = output + OutputColumns * Block;
        float* lanes = own + ownRows * Block, stack = lanes + LanesLength, scratch = stack + stackLength;
        new Span<float>(dState, (2 * states + plans.HoistedLength + DriveColumns) * Block).Clear();
        fixed (float* kept = batch.Trajectory!.AsSpan(), matrices = batch.Theta.Values[quantities.MatrixStart..])
        fixed (float* dMatrices = matrixCount > 0 ? batch.MatrixGradients!.Row(start / Block) : default)
        {
            var gradients = matrixCount > 0 ? new MatrixGradients(quantities.Length, Block, end - start, matrixCount, stack, lanes, dMatrices) : null;
            var mine = kept + (nint)(start / Block) * TrajectoryLength;
            var reverse = new Reverse(tables, matrices, gradients, drive, dDrive, output, dHoisted, scratch);
            for (var segment = times.Segments - 1; segment >= 0; segment--)
            {
                var rows = checkpointed ? own : mine + (nint)times.StartOf(segment) * row;
                if (!constantDrive || segment == times.Segments - 1)
                    LoadDrive(batch.Drive, start, end, segment, forwardOrder: false, lanes, drive);
                if (checkpointed)
                {
                    Copy(mine + (nint)segment * states * Block, rows, states);
                    RunSegment(segment, true, tables, matrices, rows, drive, output, scratch);
                }
                LoadSampleGradients(batch.OutputGradient!, start, end, segment, lanes, output);
                ReverseSegment(segment, in reverse, rows, dState);
                if (!constantDrive)
                    FromLanes(dDrive, batch.DriveGradient!, start, end, times.StartOf(segment) * drives, (times.EndOf(segment) - times.StartOf(segment)) * drives, lanes);
            }
            gradients?.Finish();
        }
        if (constantDrive)
            FromLanes(dDrive, batch.DriveGradient!, start, end, 0, drives, lanes);
        FromLanes(dState + (times.Steps % 2) * states * Block, batch.InitialGradient!, start, end, 0, states, lanes);
        batch.HoistedGradients[start / Block] = SumOverRows(dHoisted, plans.HoistedLength, end - start);
    }

    private readonly ref struct Reverse(
        UniformTables tables, float* matrices, MatrixGradients? gradients, float* drive, float* dDrive, float* dOutput, float* dHoisted, float* scratch)
    {
        public readonly UniformTables Tables = tables;
        public readonly MatrixGradients? Gradients = gradients;
        public readonly float* Matrices = matrices, Drive = drive, DDrive = dDrive, DOutput = dOutput, DHoisted = dHoisted, Scratch = scratch;
    }

    private void RunSegment(int segment, bool save, UniformTables tables, float* matrices, float* rows, float* drive, float* output, float* scratch)
    {
        var row = (nint)(save ? SavingRow : states) * Block;
        var (start, samples) = (times.StartOf(segment), times.SamplesBefore(times.StartOf(segment)));
        foreach (var stretch in times.Stretches[segment])
        {
            var (program, table) = stretch.Sampled
                ? save ? (savingSampled, tables.SavingSampled) : (forwardSampled, tables.ForwardSampled)
                : save ? (saving, tables.Saving) : (forward, tables.Forward);
            var at = rows + (stretch.Start - start) * row;
            var addresses = new Addresses();
            addresses.Set(Space.State, at, row);
            addresses.Set(Space.Saved, at + (nint)states * Block, row);
            addresses.Set(Space.NextState, at + row, row);
            SetDrive(ref addresses, Space.Drive, drive, stretch.Start - start, 1);
            addresses.Set(Space.Output, output + (nint)(times.SamplesBefore(stretch.Start) - samples) * outputs * Block, outputs * Block);
            Run(program, table, ref addresses, stretch.End - stretch.Start, scratch, matrices, null);
        }
    }

    private void ReverseSegment(int segment, in Reverse run, float* rows, float* dState)
    {
        var row = (nint)SavingRow * Block;
        var (start, samples) = (times.StartOf(segment), times.SamplesBefore(times.StartOf(segment)));
        var stretches = times.Stretches[segment];
        for (var s = stretches.Length - 1; s >= 0; s--)
        {
            var (last, sampled) = (stretches[s].End - 1, stretches[s].Sampled);
            var at = rows + (last - start) * row;
            var from = (times.Steps - 1 - last) % 2; // which of the two state gradients is read first
            var size = (nint)states * Block;
            var addresses = new Addresses();
            addresses.Set(Space.State, at, -row);
            addresses.Set(Space.Saved, at + (nint)states * Block, -row);
            addresses.Set(Space.NextState, at + row, -row);
            SetDrive(ref addresses, Space.Drive, run.Drive, last - start, -1);
            SetDrive(ref addresses, Space.DriveGradient, run.DDrive, last - start, -1);
            addresses.Set(Space.OutputGradient, run.DOutput + (nint)(times.SamplesBefore(last) - samples) * outputs * Block, -outputs * Block);
            addresses.Set(Space.StateGradient, dState + from * size, from == 0 ? size : -size);
            addresses.Set(Space.NextStateGradient, dState + (1 - from) * size, from == 0 ? -size : size);
            addresses.Set(Space.HoistedGradient, run.DHoisted, 0);
            Run(sampled ? backwardSampled : backward, sampled ? run.Tables.BackwardSampled : run.Tables.Backward,
                ref addresses, stretches[s].End - stretches[s].Start, run.Scratch, run.Matrices, run.Gradients);
        }
    }

    private static void Run(
        FieldProgram<V> program, float[] table, ref Addresses addresses, int steps, float* scratch, float* matrices, MatrixGradients? gradients)
    {
        fixed (float* uniforms = table)
        {
            addresses.Set(Space.Uniform, uniforms, 0);
            addresses.Set(Space.Temporary, scratch, 0);
            addresses.Set(Space.Register, scratch + program.TemporaryLength, 0);
            program.Run(ref addresses, steps, matrices, gradients);
        }
    }

    private void SetDrive(ref Addresses addresses, Space space, float* drive, int step, int direction) =>
        addresses.Set(space, drive + (constantDrive ? 0 : (nint)step * drives * Block), constantDrive ? 0 : (nint)direction * drives * Block);

    private static int Scratch(params ReadOnlySpan<FieldProgram<V>> programs)
    {
        var floats = 0;
        foreach (var program in programs)
            floats = Math.Max(floats, program.TemporaryLength + program.Scratch);
        return floats;
    }

    private void LoadDrive(Tensor drive, int start, int end, int segment, bool forwardOrder, float* lanes, float* to)
    {
        if (constantDrive && forwardOrder && segment > 0)
            return;
        var (first, last) = constantDrive ? (0, 1) : (times.StartOf(segment), times.EndOf(segment));
        ToLanes(drive, start, end, first * drives, (last - first) * drives, lanes, to);
    }

    private void LoadSampleGradients(Tensor dy, int start, int end, int segment, float* lanes, float* to)
    {
        var (first, last) = (times.SamplesBefore(times.StartOf(segment)), times.SamplesBefore(times.EndOf(segment)));
        ToLanes(dy, start, end, first * outputs, (last - first) * outputs, lanes, to);
    }

    // Some columns of the rows of the block into lanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ToLanes(Tensor rows, int start, int end, int firstColumn, int columns, float* lanes, float* to)
    {
        for (var lane = 0; lane < Block && columns > 0; lane += V.Count)
        {
            var here = Math.Clamp(end - start - lane, 0, V.Count);
            var source = here == 0 ? default : rows.Values[((start + lane) * rows.RowLength + firstColumn)..];
            LaneTranspose.RowsToLanes<V>(source, rows.RowLength, here, columns, lanes);
            for (var c = 0; c < columns; c++)
                V.Store(V.Load(lanes + (nint)c * V.Count), to + (nint)c * Block + lane);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FromLanes(float* from, Tensor rows, int start, int end, int firstColumn, int columns, float* lanes)
    {
        for (var lane = 0; start + lane < end && columns > 0; lane += V.Count)
        {
            for (var c = 0; c < columns; c++)
                V.Store(V.Load(from + (nint)c * Block + lane), lanes + (nint)c * V.Count);
            LaneTranspose.LanesToRows<V>(
                lanes, rows.AsSpan()[((start + lane) * rows.RowLength + firstColumn)..], rows.RowLength, Math.Min(end - start - lane, V.Count), columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] SumOverRows(float* values, int count, int rows)
    {
        var sums = new double[count];
        for (var i = 0; i < count; i++)
        {
            for (var lane = 0; lane < rows; lane++)
                sums[i] += values[(nint)i * Block + lane];
        }
        return sums;
    }

    private void Copy(float* from, float* to, int values) => Buffer.MemoryCopy(from, to, (long)values * Block * sizeof(float), (long)values * Block * sizeof(float));
}

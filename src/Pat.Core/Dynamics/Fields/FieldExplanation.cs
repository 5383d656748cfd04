using System.Globalization;
using System.Text;

namespace Pat.Core.Dynamics.Fields;

/// <summary>Says in a few lines what a simulator of fields does: loops, operations, what was hoisted and saved, memory, and what carries it out.</summary>
internal static class FieldExplanation
{
    public static string Of(FieldStepPlans plans, Timetable times, SimulatorOptions options, IIntegrator integrator, int lanes, string evaluator)
    {
        var q = plans.Quantities;
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"{q.System}: fields of {q.Length}; {Count(q.States.Count, "state")}, {Count(q.Drives.Count, "drive")}, {Count(q.Parameters.Count, "parameter")}, {(q.Matrices.Count == 1 ? "1 matrix" : $"{q.Matrices.Count} matrices")}, {Count(q.Outputs.Count, "output")}");
        Line($"{integrator.Name} (order {integrator.Order}), {Count(times.Steps, "step")} of {options.TimeStep:G6}, output after {times.Samples} of them, {(options.ConstantDrive ? "constant drive" : "a drive for each step")}");
        Line($"forward step: {Operations(plans.ForwardSampled)}");
        Line($"adjoint step: {Operations(plans.BackwardSampled)}");
        Line($"hoisted: {Count(plans.HoistedCount, "value")} of parameters only, computed once in double");
        Line($"saved for the adjoint: the states and {Count(plans.SavedCount, "value")} of each step ({Count(plans.SavedLength, "number")})");
        Line($"memory for the adjoint: {BytesPerRow(plans, times, options)} bytes a row, {(options.CheckpointEvery > 0 ? $"a checkpoint every {Count(options.CheckpointEvery, "step")}" : "all states kept")}");
        Line($"evaluator: {evaluator}, {Count(lanes, "lane")}");
        return text.ToString();
    }

    private static long BytesPerRow(FieldStepPlans plans, Timetable times, SimulatorOptions options)
    {
        var states = plans.Quantities.StateLength;
        return sizeof(float) * (options.CheckpointEvery > 0 ? (long)times.Segments * states : (times.Steps + 1L) * (states + plans.SavedLength));
    }

    private static string Operations(FieldPlan plan)
    {
        var loops = plan.Levels.Count(level => level.Loop.Instructions.Count > 0);
        var inLoops = plan.Levels.Sum(level => level.Loop.Instructions.Count(i => i.Op != Opcode.Copy));
        var outside = plan.Levels.Sum(level => level.Before.Instructions.Count(i => i.Op != Opcode.Copy));
        var products = plan.Levels.Sum(level => level.Products.Count);
        return $"{Count(loops, "loop")} over the index with {Count(inLoops, "operation")}, {Count(outside, "operation")} outside, {Count(products, "matrix product")}, {Count(plan.Levels.Sum(level => level.Sums.Count), "sum")}";
    }

    private static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";
}

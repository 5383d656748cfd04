using System.Globalization;
using System.Text;

namespace Pat.Core.Dynamics;

/// <summary>Says in a few lines what a simulator does: operations, what was hoisted and saved, memory, and what carries it out.</summary>
internal static class Explanation
{
    public static string Of(StepPlans plans, Timetable times, SimulatorOptions options, IIntegrator integrator, int lanes, string evaluator)
    {
        var q = plans.Quantities;
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"{q.System}: {Count(q.States.Count, "state")}, {Count(q.Drives.Count, "drive")}, {Count(q.Parameters.Count, "parameter")}, {Count(q.Outputs.Count, "output")}");
        Line($"{integrator.Name} (order {integrator.Order}), {Count(times.Steps, "step")} of {options.TimeStep:G6}, output after {times.Samples} of them, {(options.ConstantDrive ? "constant drive" : "a drive for each step")}");
        Line($"forward step: {Operations(plans.ForwardSampled)}");
        Line($"adjoint step: {Operations(plans.BackwardSampled)}");
        Line($"hoisted: {Count(plans.HoistedCount, "value")} of parameters only, computed once in double; {Count(plans.ForwardSampled.Uniforms.Count, "uniform value")} in the step, {plans.BackwardSampled.Uniforms.Count} in its adjoint");
        Line($"saved for the adjoint: the state and {Count(plans.SavedCount, "value")} of each step");
        Line($"memory for the adjoint: {BytesPerRow(plans, times, options)} bytes a row, {(options.CheckpointEvery > 0 ? $"a checkpoint every {Count(options.CheckpointEvery, "step")}" : "all states kept")}");
        Line($"evaluator: {evaluator}, {Count(lanes, "lane")}");
        return text.ToString();
    }

    private static long BytesPerRow(StepPlans plans, Timetable times, SimulatorOptions options)
    {
        var states = plans.Quantities.States.Count;
        return sizeof(float) * (options.CheckpointEvery > 0 ? (long)times.Segments * states : (times.Steps + 1L) * (states + plans.SavedCount));
    }

    private static string Operations(Plan plan)
    {
        var arithmetic = plan.Instructions.Where(i => i.Op != Opcode.Copy).ToList();
        var kinds = arithmetic.GroupBy(i => i.Op).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key}");
        return $"{Count(arithmetic.Count, "operation")} ({string.Join(", ", kinds)})";
    }

    private static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";
}

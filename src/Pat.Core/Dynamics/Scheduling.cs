namespace Pat.Core.Dynamics;

/// <summary>Rearranges a plan for an evaluator that keeps values in processor registers. The operations, and so the bits, stay the same.</summary>
internal static class Scheduling
{
    /// <summary>What goes to memory goes there as soon as it is known.</summary>
    public static Plan ForRegisters(Plan plan) => plan with { Instructions = [.. StoresEarly(plan.Instructions).Select(entry => entry.Instruction)] };

    // State gradients are read until the end and so are overwritten last; no other array is both read and written by one plan.
    private static IEnumerable<(Instruction Instruction, int Time)> StoresEarly(IReadOnlyList<Instruction> instructions)
    {
        var known = new Dictionary<Place, int>();
        var timed = new List<(Instruction Instruction, int Time)>();
        for (var n = 0; n < instructions.Count; n++)
        {
            var i = instructions[n];
            var early = i.To.Space is not (Space.Register or Space.StateGradient);
            timed.Add((i, early ? i.Sources.Max(place => known.GetValueOrDefault(place, 0)) : n));
            known[i.To] = n;
        }
        return timed.OrderBy(entry => entry.Time); // stable: what computes a value stands before what stores it
    }
}

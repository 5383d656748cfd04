namespace Pat.Core.Dynamics;

/// <summary>Rearranges a plan for an evaluator that keeps values in processor registers. The operations, and so the bits, stay the same.</summary>
internal static class Scheduling
{
    /// <summary>What goes to memory goes there as soon as it is known.</summary>
    public static Plan ForRegisters(Plan plan) => plan with { Instructions = [.. StoresEarly(plan.Instructions).Select(entry => entry.Instruction)] };

    // As soon as what is written is known and what was there before has been read for the last time.
    private static IEnumerable<(Instruction Instruction, int Time)> StoresEarly(IReadOnlyList<Instruction> instructions)
    {
        var (known, lastRead) = (new Dictionary<Place, int>(), new Dictionary<Place, int>());
        for (var n = 0; n < instructions.Count; n++)
        {
            foreach (var place in instructions[n].Sources)
                lastRead[place] = n;
        }
        var timed = new List<(Instruction Instruction, int Time)>();
        for (var n = 0; n < instructions.Count; n++)
        {
            var i = instructions[n];
            var time = i.To.Space == Space.Register ? n : Math.Max(i.Sources.Max(place => known.GetValueOrDefault(place, 0)), lastRead.GetValueOrDefault(i.To, 0));
            timed.Add((i, time));
            known[i.To] = n;
        }
        return timed.OrderBy(entry => entry.Time); // stable: what computes a value stands before what stores it
    }
}

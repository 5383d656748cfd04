namespace Pat.Core.Dynamics;

/// <summary>Rearranges a plan for an evaluator that keeps values in processor registers. The operations, and so the bits, stay the same.</summary>
internal static class Scheduling
{
    /// <summary>Values in memory that are read more than once are loaded once; what goes to memory goes there as soon as it is known.</summary>
    public static Plan ForRegisters(Plan plan)
    {
        var reads = plan.Instructions.SelectMany(Operands).Where(place => place.Space is not (Space.Register or Space.Uniform))
            .GroupBy(place => place).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
        var (loaded, registers, result) = (new Dictionary<Place, Place>(), plan.Registers, new List<Instruction>());
        Place Loaded(Place place)
        {
            if (!reads.Contains(place))
                return place;
            if (loaded.TryGetValue(place, out var register))
                return register;
            register = new(Space.Register, registers++);
            loaded.Add(place, register);
            result.Add(new(Opcode.Copy, register, place));
            return register;
        }
        foreach (var (instruction, _) in StoresEarly(plan.Instructions))
        {
            var (a, b, c) = (Loaded(instruction.A), instruction.Operands > 1 ? Loaded(instruction.B) : default, instruction.Operands > 2 ? Loaded(instruction.C) : default);
            result.Add(new(instruction.Op, instruction.To, a, b, c));
        }
        return plan with { Instructions = result, Registers = registers };
    }

    // State gradients are read until the end and so are overwritten last; no other array is both read and written by one plan.
    private static IEnumerable<(Instruction Instruction, int Time)> StoresEarly(IReadOnlyList<Instruction> instructions)
    {
        var known = new Dictionary<Place, int>();
        var timed = new List<(Instruction Instruction, int Time)>();
        for (var n = 0; n < instructions.Count; n++)
        {
            var i = instructions[n];
            var early = i.To.Space is not (Space.Register or Space.StateGradient);
            timed.Add((i, early ? Operands(i).Max(place => known.GetValueOrDefault(place, 0)) : n));
            known[i.To] = n;
        }
        return timed.OrderBy(entry => entry.Time); // stable: what computes a value stands before what stores it
    }

    private static IEnumerable<Place> Operands(Instruction i)
    {
        yield return i.A;
        if (i.Operands > 1)
            yield return i.B;
        if (i.Operands > 2)
            yield return i.C;
    }
}

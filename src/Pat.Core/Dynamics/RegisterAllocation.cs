namespace Pat.Core.Dynamics;

/// <summary>
/// Few registers for the many of a plan: one is used again after its value was read for the last time, and a value that is
/// only copied to memory is computed there.
/// </summary>
internal static class RegisterAllocation
{
    /// <summary>The instructions with places that fit in as few registers as were alive together.</summary>
    public static (List<Instruction> Instructions, int Registers) Of(Plan plan, bool useHomes = true)
    {
        var homes = useHomes ? Homes(plan) : [];
        var kept = plan.Instructions.Where(i => !(i.Op == Opcode.Copy && homes.TryGetValue(i.A, out var home) && home == i.To)).ToList();
        var lastRead = new Dictionary<Place, int>();
        for (var n = 0; n < kept.Count; n++)
        {
            foreach (var place in kept[n].Sources)
                lastRead[place] = n;
        }
        var (slots, free, registers) = (new Dictionary<Place, Place>(homes), new Stack<Place>(), 0);
        var result = new List<Instruction>(kept.Count);
        for (var n = 0; n < kept.Count; n++)
        {
            var i = kept[n];
            Place Moved(Place place) => slots.GetValueOrDefault(place, place);
            var (a, b, c) = (Moved(i.A), i.Operands > 1 ? Moved(i.B) : default, i.Operands > 2 ? Moved(i.C) : default);
            foreach (var place in i.Sources.Distinct())
            {
                if (lastRead[place] == n && place.Space == Space.Register && slots[place].Space == Space.Register)
                    free.Push(slots[place]);
            }
            if (i.To.Space == Space.Register && !slots.ContainsKey(i.To))
                slots.Add(i.To, free.TryPop(out var slot) ? slot : new(Space.Register, registers++));
            result.Add(new(i.Op, Moved(i.To), a, b, c));
        }
        return (result, registers);
    }

    // Arrays that a plan only writes: a value may be put there as soon as it is known.
    private static Dictionary<Place, Place> Homes(Plan plan)
    {
        var homes = new Dictionary<Place, Place>();
        foreach (var i in plan.Instructions)
        {
            if (i.Op == Opcode.Copy && i.A.Space == Space.Register && i.To.Space is Space.NextState or Space.Saved or Space.Output or Space.DriveGradient)
                homes.TryAdd(i.A, i.To);
        }
        return homes;
    }
}

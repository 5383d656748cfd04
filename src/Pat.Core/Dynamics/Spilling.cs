namespace Pat.Core.Dynamics;

/// <summary>
/// Decides which values of a plan lie in a few processor registers and which in memory: whatever is needed again last goes out first
/// (L. Belady, IBM Syst. J. 5, 78 (1966)). What lies in an array anyway is read there again; what does not is spilt once, when it goes out.
/// </summary>
/// <remarks>Left to itself, .NET's compiler keeps every value in a place of its own on the stack; the adjoint of 16 modes then fills the first cache with it.</remarks>
internal sealed class Spilling
{
    private readonly IReadOnlyList<Instruction> instructions;
    private readonly bool holdsUniforms;
    private readonly Dictionary<Place, Queue<int>> uses = [];
    private readonly Dictionary<Place, Place> homes = []; // where a value of the plan lies in memory
    private readonly Dictionary<Place, int> residents = [];
    private readonly Stack<int> free = new();
    private readonly List<Instruction> result = [];
    private readonly Stack<Place> freeHomes = new();
    private int spilt;

    private Spilling(IReadOnlyList<Instruction> instructions, int registers, bool holdsUniforms)
    {
        (this.instructions, this.holdsUniforms) = (instructions, holdsUniforms);
        for (var r = registers - 1; r >= 0; r--)
            free.Push(r);
        for (var n = 0; n < instructions.Count; n++)
        {
            foreach (var place in instructions[n].Sources.Distinct())
                UsesOf(place).Enqueue(n);
        }
    }

    /// <summary>The same operations in the same order on at most <paramref name="registers"/> registers, with the number of places for spilt values.</summary>
    /// <param name="plan">A plan whose instructions are in the order in which they are to be carried out.</param>
    /// <param name="registers">Registers that may be used, at least 3.</param>
    /// <param name="holdsUniforms">Whether uniform values may lie in registers for some time, too.</param>
    public static (List<Instruction> Instructions, int Spilt) Of(Plan plan, int registers, bool holdsUniforms)
    {
        var spilling = new Spilling(plan.Instructions, registers, holdsUniforms);
        for (var n = 0; n < plan.Instructions.Count; n++)
            spilling.Place(n);
        return (spilling.result, spilling.spilt);
    }

    private void Place(int n)
    {
        var i = instructions[n];
        var sources = i.Sources.Distinct().ToArray();
        foreach (var place in sources)
            UsesOf(place).Dequeue();
        var read = sources.ToDictionary(place => place, place => Read(place, sources));
        foreach (var place in sources)
        {
            if (NextUse(place) == int.MaxValue && residents.Remove(place, out var register))
                free.Push(register);
        }
        Place From(Place place, int operand) => operand < i.Operands ? read[place] : default;
        var to = i.To.Space == Space.Register ? Target(i.To) : i.To;
        if (i.Op == Opcode.Copy && i.A.Space == Space.Register && i.To.Space is Space.State or Space.NextState or Space.Saved or Space.Output)
            homes.TryAdd(i.A, i.To);
        result.Add(new(i.Op, to, From(i.A, 0), From(i.B, 1), From(i.C, 2)));
        foreach (var place in sources)
        {
            if (NextUse(place) == int.MaxValue && homes.TryGetValue(place, out var home) && home.Space == Space.Spill)
                freeHomes.Push(home); // only now: the instruction may have read it there
        }
    }

    // A value in memory comes into a register if it is needed again before one that is there.
    private Place Read(Place place, Place[] alongside)
    {
        if (residents.TryGetValue(place, out var register))
            return new(Space.Register, register);
        var home = HomeOf(place);
        if (NextUse(place) == int.MaxValue || place.Space == Space.Uniform && !holdsUniforms || !TryMakeRoom(NextUse(place), alongside, out register))
            return home;
        residents.Add(place, register);
        result.Add(new(Opcode.Copy, new(Space.Register, register), home));
        return new(Space.Register, register);
    }

    private Place Target(Place value)
    {
        if (!TryMakeRoom(NextUse(value), [], out var register))
            return homes[value] = NewHome();
        residents.Add(value, register);
        return new(Space.Register, register);
    }

    private bool TryMakeRoom(int nextUse, Place[] butNot, out int register)
    {
        if (free.TryPop(out register))
            return true;
        var (last, latest) = (default(Place), nextUse);
        foreach (var (place, _) in residents)
        {
            if (NextUse(place) > latest && Array.IndexOf(butNot, place) < 0)
                (last, latest) = (place, NextUse(place));
        }
        if (latest == nextUse)
            return false;
        residents.Remove(last, out register);
        if (last.Space == Space.Register && !homes.ContainsKey(last))
        {
            homes.Add(last, NewHome());
            result.Add(new(Opcode.Copy, homes[last], new(Space.Register, register)));
        }
        return true;
    }

    // The place that was left last is still in the cache.
    private Place NewHome() => freeHomes.TryPop(out var home) ? home : new(Space.Spill, spilt++);

    private Place HomeOf(Place place) => place.Space == Space.Register ? homes[place] : place;

    private Queue<int> UsesOf(Place place) => uses.TryGetValue(place, out var queue) ? queue : uses[place] = new();

    private int NextUse(Place place) => UsesOf(place).TryPeek(out var n) ? n : int.MaxValue;
}

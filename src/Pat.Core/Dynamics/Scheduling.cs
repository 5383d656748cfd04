namespace Pat.Core.Dynamics;

/// <summary>Rearranges a plan for an evaluator that keeps values in processor registers. The operations, and so the bits, stay the same.</summary>
internal sealed class Scheduling
{
    private readonly List<Instruction> instructions;
    private readonly Place[][] operands; // the registers that each reads
    private readonly Dictionary<Place, int> readers = []; // instructions that still have to read a register, stores apart
    private readonly List<int>[] consumers;
    private readonly int[] missing; // operands that are not yet known

    private Scheduling(List<Instruction> instructions)
    {
        this.instructions = instructions;
        operands = [.. instructions.Select(i => i.Sources.Where(place => place.Space == Space.Register).Distinct().ToArray())];
        var producers = new Dictionary<Place, int>();
        consumers = [.. instructions.Select(_ => new List<int>())];
        missing = new int[instructions.Count];
        for (var n = 0; n < instructions.Count; n++)
        {
            foreach (var place in operands[n])
            {
                readers[place] = readers.GetValueOrDefault(place) + 1;
                consumers[producers[place]].Add(n);
                missing[n]++;
            }
            producers[instructions[n].To] = n;
        }
    }

    /// <summary>Next always comes what leaves fewest values alive; what goes to memory goes there as soon as it is known.</summary>
    public static Plan ForRegisters(Plan plan)
    {
        var operations = plan.Instructions.Where(i => i.To.Space == Space.Register).ToList();
        var stores = plan.Instructions.Where(i => i.To.Space != Space.Register);
        List<Instruction> ordered = [.. new Scheduling(operations).FewestAlive(), .. stores];
        return plan with { Instructions = [.. StoresEarly(ordered).Select(entry => entry.Instruction)] };
    }

    private IEnumerable<Instruction> FewestAlive()
    {
        var ready = new SortedSet<int>(Enumerable.Range(0, missing.Length).Where(n => missing[n] == 0));
        while (ready.Count > 0)
        {
            var next = ready.MinBy(Growth);
            ready.Remove(next);
            foreach (var place in operands[next])
                readers[place]--;
            foreach (var consumer in consumers[next])
            {
                if (--missing[consumer] == 0)
                    ready.Add(consumer);
            }
            yield return instructions[next];
        }
    }

    // By how many the values that are alive become more.
    private int Growth(int n) => (consumers[n].Count > 0 ? 1 : 0) - operands[n].Count(place => readers[place] == 1);

    // As soon as what is written is known and what was there before has been read for the last time.
    private static IEnumerable<(Instruction Instruction, int Time)> StoresEarly(List<Instruction> instructions)
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

namespace Pat.Core.Dynamics.Fields;

/// <summary>Completes a plan: a temporary takes the memory of one that is not read any more, and all sections share one table of uniform values.</summary>
internal static class FieldTemporaries
{
    private const int Sections = 3; // of a level: before the loop, the loop, the products

    /// <remarks>Instructions are put in the order that suits processor registers best, here once for all evaluators: sums are then added up in the same order.</remarks>
    /// <param name="levels">Levels with a temporary of its own for each value.</param>
    /// <param name="layout">The arrays that are read and written.</param>
    /// <param name="temporaries">Which temporaries are fields.</param>
    /// <param name="graph">The graph.</param>
    public static FieldPlan Pack(IReadOnlyList<FieldLevel> levels, FieldLayout layout, IReadOnlyList<bool> temporaries, Graph graph)
    {
        var (slots, slotIsField) = Assign(levels, temporaries);
        var (uniforms, numbers) = (new List<int>(), new Dictionary<int, int>());
        Place Moved(Place place, Plan plan)
        {
            if (place.Space == Space.Temporary)
                return new(Space.Temporary, slots[place.Index]);
            if (place.Space != Space.Uniform)
                return place;
            var node = plan.Uniforms[place.Index];
            if (!numbers.TryGetValue(node, out var number))
            {
                numbers.Add(node, number = uniforms.Count);
                uniforms.Add(node);
            }
            return new(Space.Uniform, number);
        }
        Plan MovedPlan(Plan plan) => Scheduling.ForRegisters(plan with
        {
            Instructions = [.. plan.Instructions.Select(i => new Instruction(
                i.Op, Moved(i.To, plan), Moved(i.A, plan), i.Operands > 1 ? Moved(i.B, plan) : default, i.Operands > 2 ? Moved(i.C, plan) : default))],
        });
        var moved = levels.Select(level => new FieldLevel(
            MovedPlan(level.Before), MovedPlan(level.Loop), [.. level.Sums.Select(sum => Moved(sum, level.Loop))],
            [.. level.Products.Select(p => p with { X = Moved(p.X, level.Loop), Y = Moved(p.Y, level.Loop) })],
            [.. level.Outer.Select(o => o with { X = Moved(o.X, level.Loop), Dy = Moved(o.Dy, level.Loop) })])).ToArray();
        var complete = layout.With(Space.Temporary, slotIsField).With(Space.Uniform, [.. uniforms.Select(node => graph.Fields!.IsField(graph, node))]);
        return new(moved, complete, uniforms);
    }

    private static (int[] Slots, List<bool> IsField) Assign(IReadOnlyList<FieldLevel> levels, IReadOnlyList<bool> temporaries)
    {
        var (first, last) = (new int[temporaries.Count], new int[temporaries.Count]);
        Array.Fill(first, int.MaxValue);
        void Touch(Place place, int section)
        {
            if (place.Space != Space.Temporary)
                return;
            first[place.Index] = Math.Min(first[place.Index], section);
            last[place.Index] = Math.Max(last[place.Index], section);
        }
        for (var n = 0; n < levels.Count; n++)
        {
            foreach (var place in Places(levels[n].Before))
                Touch(place, n * Sections);
            foreach (var place in Places(levels[n].Loop))
                Touch(place, n * Sections + 1);
            foreach (var place in levels[n].Products.SelectMany(p => new[] { p.X, p.Y }).Concat(levels[n].Outer.SelectMany(o => new[] { o.X, o.Dy })))
                Touch(place, n * Sections + 2);
        }
        var (slots, isField) = (new int[temporaries.Count], new List<bool>());
        var busyUntil = new List<int>();
        foreach (var t in Enumerable.Range(0, temporaries.Count).OrderBy(t => first[t]))
        {
            var slot = Enumerable.Range(0, isField.Count).FirstOrDefault(s => isField[s] == temporaries[t] && busyUntil[s] < first[t], isField.Count);
            if (slot == isField.Count)
            {
                isField.Add(temporaries[t]);
                busyUntil.Add(0);
            }
            (slots[t], busyUntil[slot]) = (slot, last[t]);
        }
        return (slots, isField);
    }

    private static IEnumerable<Place> Places(Plan plan)
    {
        foreach (var i in plan.Instructions)
        {
            yield return i.To;
            yield return i.A;
            if (i.Operands > 1)
                yield return i.B;
            if (i.Operands > 2)
                yield return i.C;
        }
    }
}

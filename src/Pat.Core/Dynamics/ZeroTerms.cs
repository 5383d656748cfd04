namespace Pat.Core.Dynamics;

/// <summary>
/// Takes out of a plan what parameters that are 0 leave without effect. What stays are the operations of the whole plan, in their order, so that every value
/// has the bits that it has there; only the sign of a zero may differ.
/// </summary>
/// <remarks>
/// Done on a plan and not on the graph: there, sums with fewer terms would be split and contracted in another way, and round differently.
/// x · 0 is taken as 0 for any x, as in <see cref="Graph"/>.
/// </remarks>
internal sealed class ZeroTerms
{
    private readonly Plan plan;
    private readonly HashSet<Place> zeros;
    private readonly Dictionary<Place, Place> same = []; // registers that hold what another register or a uniform place holds
    private readonly List<Instruction> kept = [];

    private ZeroTerms(Plan plan, HashSet<Place> zeros) => (this.plan, this.zeros) = (plan, zeros);

    /// <summary>The plan without the terms.</summary>
    /// <param name="plan">A plan that is not scheduled yet: every register is written once.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="parameters">Numbers of the parameters that are 0.</param>
    public static Plan Without(Plan plan, Graph graph, IReadOnlyCollection<int> parameters)
    {
        if (parameters.Count == 0)
            return plan;
        var zeroNodes = ZeroNodes(graph, plan.Uniforms, parameters);
        var zeros = plan.Uniforms.Index().Where(uniform => zeroNodes.Contains(uniform.Item)).Select(uniform => new Place(Space.Uniform, uniform.Index)).ToHashSet();
        return new ZeroTerms(plan, zeros).Simplified();
    }

    // Uniform nodes that are 0 whatever the other parameters are.
    private static HashSet<int> ZeroNodes(Graph graph, IReadOnlyList<int> uniforms, IReadOnlyCollection<int> parameters)
    {
        var zeros = new HashSet<int>();
        foreach (var id in graph.Ancestors(uniforms))
        {
            var node = graph[id];
            var isZero = node.Operation switch
            {
                Operation.Constant => node.Value == 0,
                Operation.Input => node.Source == Source.Theta && parameters.Contains(node.A),
                Operation.Multiply => zeros.Contains(node.A) || zeros.Contains(node.B),
                Operation.Divide => zeros.Contains(node.A) && !zeros.Contains(node.B),
                Operation.Add or Operation.Subtract => zeros.Contains(node.A) && zeros.Contains(node.B),
                Operation.Negate or Operation.Sin or Operation.Tanh or Operation.Sqrt => zeros.Contains(node.A),
                _ => false,
            };
            if (isZero)
                zeros.Add(id);
        }
        return zeros;
    }

    private Plan Simplified()
    {
        foreach (var i in plan.Instructions)
            Keep(i with { A = Moved(i.A), B = Moved(i.B), C = Moved(i.C) });
        var used = Used();
        var uniforms = used.SelectMany(i => i.Sources).Where(place => place.Space == Space.Uniform).Distinct().OrderBy(place => place.Index).ToList();
        var renumbered = uniforms.Index().ToDictionary(uniform => uniform.Item, uniform => new Place(Space.Uniform, uniform.Index));
        Place Renumbered(Place place) => renumbered.GetValueOrDefault(place, place);
        return plan with
        {
            Instructions = [.. used.Select(i => i with { A = Renumbered(i.A), B = Renumbered(i.B), C = Renumbered(i.C) })],
            Uniforms = [.. uniforms.Select(place => plan.Uniforms[place.Index])],
        };
    }

    private void Keep(Instruction i)
    {
        var (a, b, c) = (zeros.Contains(i.A), zeros.Contains(i.B), zeros.Contains(i.C));
        switch (i.Op)
        {
            case Opcode.Accumulate when a:
            case Opcode.AccumulateProduct when a || b:
                break;
            case Opcode.Multiply when a || b:
                Becomes(i.To, a ? i.A : i.B);
                break;
            case Opcode.Divide or Opcode.Negate when a:
                Becomes(i.To, i.A);
                break;
            case Opcode.Add when a:
                Becomes(i.To, i.B);
                break;
            case Opcode.Add or Opcode.Subtract when b:
                Becomes(i.To, i.A);
                break;
            case Opcode.Subtract when a:
                kept.Add(new(Opcode.Negate, i.To, i.B));
                break;
            case Opcode.MultiplyAdd or Opcode.NegatedMultiplyAdd when a || b:
                Becomes(i.To, i.C);
                break;
            case Opcode.MultiplySubtract when a || b:
                kept.Add(new(Opcode.Negate, i.To, i.C));
                break;
            case Opcode.MultiplyAdd or Opcode.MultiplySubtract when c:
                kept.Add(new(Opcode.Multiply, i.To, i.A, i.B));
                break;
            default:
                kept.Add(i);
                break;
        }
    }

    // Other arrays may be overwritten before the register is read: what comes from them is copied.
    private void Becomes(Place register, Place value)
    {
        if (value.Space is Space.Register or Space.Uniform)
            same.Add(register, value);
        else
            kept.Add(new(Opcode.Copy, register, value));
    }

    private Place Moved(Place place) => same.GetValueOrDefault(place, place);

    // Without the operations whose results nothing reads any more.
    private List<Instruction> Used()
    {
        var (read, used) = (new HashSet<Place>(), new List<Instruction>());
        foreach (var i in Enumerable.Reverse(kept))
        {
            if (i.To.Space == Space.Register && !read.Contains(i.To))
                continue;
            read.UnionWith(i.Sources);
            used.Add(i);
        }
        used.Reverse();
        return used;
    }
}

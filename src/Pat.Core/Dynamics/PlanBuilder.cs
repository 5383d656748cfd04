namespace Pat.Core.Dynamics;

/// <summary>What a plan leaves in memory.</summary>
internal readonly record struct Write(Place To, int Node, bool Accumulate = false);

/// <summary>Turns nodes of a graph into a plan: what is needed in the order of the graph, products contracted into the sums that use them.</summary>
internal sealed class PlanBuilder
{
    private readonly Graph graph;
    private readonly Dictionary<int, Place> places;
    private readonly List<int> uniforms = [];
    private readonly List<Instruction> instructions = [];
    private readonly Dictionary<int, int> uses = [];
    private readonly HashSet<int> contracted = [];
    private int registers;

    private PlanBuilder(Graph graph, IReadOnlyDictionary<int, Place> reads) => (this.graph, places) = (graph, new(reads));

    /// <param name="graph">The graph.</param>
    /// <param name="reads">Nodes whose values are in memory.</param>
    /// <param name="writes">What to leave in memory.</param>
    public static Plan Build(Graph graph, IReadOnlyDictionary<int, Place> reads, IReadOnlyList<Write> writes)
    {
        var builder = new PlanBuilder(graph, reads);
        var computed = new List<int>();
        foreach (var node in graph.Ancestors(writes.Select(write => write.Node), builder.IsGiven))
        {
            if (!builder.IsGiven(node))
                computed.Add(node);
        }
        builder.CountUses(computed, writes);
        builder.Contract(computed, writes);
        foreach (var node in computed)
            builder.Compute(node);
        builder.Store(writes);
        return new(builder.instructions, builder.registers, builder.uniforms);
    }

    private bool IsGiven(int node) => places.ContainsKey(node) || graph.IsUniform(node);

    private void CountUses(List<int> computed, IReadOnlyList<Write> writes)
    {
        void Count(int node) => uses[node] = uses.GetValueOrDefault(node) + 1;
        foreach (var node in computed)
        {
            Count(graph[node].A);
            if (graph[node].IsBinary)
                Count(graph[node].B);
        }
        foreach (var write in writes)
            Count(write.Node);
    }

    private void Contract(List<int> computed, IReadOnlyList<Write> writes)
    {
        bool IsSoleProduct(int node) => graph[node].Operation == Operation.Multiply && !IsGiven(node) && uses[node] == 1;
        foreach (var node in computed)
        {
            if (graph[node].Operation is not (Operation.Add or Operation.Subtract))
                continue;
            if (IsSoleProduct(graph[node].B))
                contracted.Add(graph[node].B);
            else if (IsSoleProduct(graph[node].A))
                contracted.Add(graph[node].A);
        }
        foreach (var write in writes)
        {
            if (write.Accumulate && IsSoleProduct(write.Node))
                contracted.Add(write.Node);
        }
    }

    private void Compute(int id)
    {
        var node = graph[id];
        if (contracted.Contains(id))
            return;
        if (node.Operation is Operation.Add or Operation.Subtract && (contracted.Contains(node.B) || contracted.Contains(node.A)))
        {
            var second = contracted.Contains(node.B);
            var (product, other) = second ? (graph[node.B], node.A) : (graph[node.A], node.B);
            var op = node.Operation == Operation.Add ? Opcode.MultiplyAdd : second ? Opcode.NegatedMultiplyAdd : Opcode.MultiplySubtract;
            Emit(id, op, At(product.A), At(product.B), At(other));
            return;
        }
        Emit(id, OpcodeOf(node.Operation), At(node.A), node.IsBinary ? At(node.B) : default);
    }

    private void Emit(int node, Opcode op, Place a, Place b = default, Place c = default)
    {
        var to = new Place(Space.Register, registers++);
        instructions.Add(new(op, to, a, b, c));
        places.Add(node, to);
    }

    // Sums first: what they add may be about to be overwritten. Then whatever lies in an array that is overwritten is put aside.
    private void Store(IReadOnlyList<Write> writes)
    {
        foreach (var write in writes.Where(write => write.Accumulate))
        {
            var node = graph[write.Node];
            instructions.Add(contracted.Contains(write.Node)
                ? new(Opcode.AccumulateProduct, write.To, At(node.A), At(node.B))
                : new(Opcode.Accumulate, write.To, At(write.Node)));
        }
        var plain = writes.Where(write => !write.Accumulate).ToList();
        var overwritten = plain.Select(write => write.To).ToHashSet();
        foreach (var write in plain)
        {
            var from = At(write.Node);
            if (!overwritten.Contains(from))
                continue;
            var aside = new Place(Space.Register, registers++);
            instructions.Add(new(Opcode.Copy, aside, from));
            places[write.Node] = aside;
        }
        foreach (var write in plain)
            instructions.Add(new(Opcode.Copy, write.To, At(write.Node)));
    }

    private Place At(int node)
    {
        if (places.TryGetValue(node, out var place))
            return place;
        place = new(Space.Uniform, uniforms.Count);
        uniforms.Add(node);
        places.Add(node, place);
        return place;
    }

    private static Opcode OpcodeOf(Operation operation) => operation switch
    {
        Operation.Add => Opcode.Add,
        Operation.Subtract => Opcode.Subtract,
        Operation.Multiply => Opcode.Multiply,
        Operation.Divide => Opcode.Divide,
        Operation.Negate => Opcode.Negate,
        Operation.Sin => Opcode.Sin,
        Operation.Cos => Opcode.Cos,
        Operation.Tanh => Opcode.Tanh,
        Operation.Exp => Opcode.Exp,
        Operation.Log => Opcode.Log,
        Operation.Sqrt => Opcode.Sqrt,
        _ => throw new InvalidOperationException($"{operation} is not in memory and cannot be computed."),
    };
}

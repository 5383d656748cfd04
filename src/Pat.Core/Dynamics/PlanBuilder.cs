namespace Pat.Core.Dynamics;

/// <summary>What a plan leaves in memory.</summary>
internal readonly record struct Write(Place To, int Node, bool Accumulate = false);

/// <summary>Turns nodes of a graph into a plan: what is needed in the order of the graph, products contracted into the sums that use them.</summary>
internal sealed class PlanBuilder
{
    private readonly Graph graph;
    private readonly IReadOnlyDictionary<int, Place> reads;
    private readonly Dictionary<int, Place> places;
    private readonly List<int> uniforms = [];
    private readonly List<Instruction> instructions = [];
    private int registers;

    private PlanBuilder(Graph graph, IReadOnlyDictionary<int, Place> reads) => (this.graph, this.reads, places) = (graph, reads, new(reads));

    /// <param name="graph">The graph.</param>
    /// <param name="reads">Nodes whose values are in memory.</param>
    /// <param name="writes">What to leave in memory.</param>
    public static Plan Build(Graph graph, IReadOnlyDictionary<int, Place> reads, IReadOnlyList<Write> writes)
    {
        var builder = new PlanBuilder(graph, reads);
        foreach (var node in builder.OperandsFirst(writes))
            builder.Compute(node);
        builder.Store(writes);
        return new(builder.instructions, builder.registers, builder.uniforms);
    }

    private bool IsGiven(int node) => reads.ContainsKey(node) || graph.IsUniform(node);

    // What has to be computed, in ascending order: not the products that only sums use.
    private SortedSet<int> Needed(IReadOnlyList<Write> writes)
    {
        var needed = new SortedSet<int>();
        var open = new Stack<int>();
        void Need(int node)
        {
            if (!IsGiven(node) && needed.Add(node))
                open.Push(node);
        }
        void NeedOperands(int node)
        {
            if (graph[node].IsBinary)
                Need(graph[node].B);
            Need(graph[node].A);
        }
        foreach (var write in writes)
        {
            if (write.Accumulate && IsProduct(write.Node))
                NeedOperands(write.Node);
            else
                Need(write.Node);
        }
        while (open.TryPop(out var node))
        {
            if (Contraction(node) is { Product: var product, Other: var other })
            {
                NeedOperands(product);
                Need(other);
            }
            else
            {
                NeedOperands(node);
            }
        }
        return needed;
    }

    // In the order in which it is needed: of the writes one after the other, of each what it is made of.
    private List<int> OperandsFirst(IReadOnlyList<Write> writes)
    {
        var needed = Needed(writes);
        var (order, seen, open) = (new List<int>(needed.Count), new HashSet<int>(), new Stack<(int Node, bool Entered)>());
        foreach (var write in writes)
        {
            open.Push((write.Node, false));
            while (open.TryPop(out var at))
            {
                if (at.Entered)
                {
                    if (needed.Contains(at.Node))
                        order.Add(at.Node);
                }
                else if (!IsGiven(at.Node) && seen.Add(at.Node))
                {
                    open.Push((at.Node, true));
                    if (graph[at.Node].IsBinary)
                        open.Push((graph[at.Node].B, false));
                    open.Push((graph[at.Node].A, false));
                }
            }
        }
        return order;
    }

    private bool IsProduct(int node) => graph[node].Operation == Operation.Multiply && !IsGiven(node);

    // The product that a sum takes up, so that it is rounded once. Nothing but the sum decides this: a value has the same bits in every plan,
    // whoever else uses it.
    private (Opcode Op, int Product, int Other)? Contraction(int id)
    {
        var node = graph[id];
        if (node.Operation is not (Operation.Add or Operation.Subtract))
            return null;
        var isSum = node.Operation == Operation.Add;
        if (IsProduct(node.B))
            return (isSum ? Opcode.MultiplyAdd : Opcode.NegatedMultiplyAdd, node.B, node.A);
        return IsProduct(node.A) ? (isSum ? Opcode.MultiplyAdd : Opcode.MultiplySubtract, node.A, node.B) : null;
    }

    private void Compute(int id)
    {
        var node = graph[id];
        if (Contraction(id) is { } sum)
            Emit(id, sum.Op, At(graph[sum.Product].A), At(graph[sum.Product].B), At(sum.Other));
        else
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
            instructions.Add(IsProduct(write.Node)
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

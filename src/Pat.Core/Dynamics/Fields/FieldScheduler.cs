namespace Pat.Core.Dynamics.Fields;

/// <summary>
/// Turns nodes of a graph into levels: a sum or matrix product over the index ends the loop that computes what goes into it.
/// What a later loop needs is kept in memory, unless it is computed again from memory with a few operations.
/// </summary>
internal sealed class FieldScheduler
{
    private const int CheapOperations = 12; // measured: fields between loops cost more than these wherever they leave the first cache

    private readonly Graph graph;
    private readonly FieldIndex fields;
    private readonly FieldLayout layout;
    private readonly IReadOnlyDictionary<int, Place> reads;
    private readonly List<Write> writes;
    private readonly List<Write> spreads = [];                  // operands of products that are in no field of memory yet
    private readonly Dictionary<int, Place> memory = [];        // computed values that later sections read
    private readonly Dictionary<int, int> levels = [];
    private readonly HashSet<int> computedAgain = [];
    private readonly List<bool> temporaries = [];               // whether each is a field

    private FieldScheduler(Graph graph, FieldLayout layout, IReadOnlyDictionary<int, Place> reads, IEnumerable<Write> writes)
    {
        (this.graph, this.layout, this.reads) = (graph, layout, reads);
        fields = graph.Fields!;
        this.writes = [.. writes.SelectMany(Split)];
    }

    /// <param name="graph">The graph.</param>
    /// <param name="layout">The arrays that are read and written.</param>
    /// <param name="reads">Nodes whose values are in memory.</param>
    /// <param name="writes">What to leave in memory.</param>
    /// <param name="outer">Nodes of the gradients of matrices.</param>
    public static FieldPlan Build(
        Graph graph, FieldLayout layout, IReadOnlyDictionary<int, Place> reads, IEnumerable<Write> writes, IReadOnlyList<OuterProduct<int>> outer) =>
        new FieldScheduler(graph, layout, reads, writes).Build(outer);

    private FieldPlan Build(IReadOnlyList<OuterProduct<int>> outer)
    {
        var targets = writes.Select(write => write.Node).Concat(outer.SelectMany(pair => new[] { pair.X, pair.Dy }));
        int[] computed = [.. graph.Ancestors(targets, IsGiven).Where(node => !IsGiven(node))];
        Postpone(computed, outer);
        PlaceHomes();
        var needed = OperandsOfProducts(computed, outer);
        foreach (var node in computed)
        {
            if (IsCollective(node) || needed.Contains(node) && MayBeRead(node))
                Keep(node);
        }
        foreach (var node in Crossing(computed))
        {
            if (!memory.ContainsKey(node) && !IsComputedAgain(node))
                Keep(node);
        }
        var operands = needed.ToDictionary(node => node, InFieldMemory);
        var last = writes.Select(write => LevelOf(write.Node)).Concat(computed.Select(LevelOf)).DefaultIfEmpty(0).Max();
        var built = new List<FieldLevel>();
        for (var level = 0; level <= last; level++)
            built.Add(Level(level, computed, operands, outer));
        return FieldTemporaries.Pack(built, layout, temporaries, graph);
    }

    private bool IsGiven(int node) => reads.ContainsKey(node) || graph.IsUniform(node);

    private bool IsCollective(int node) => graph[node].Operation is Operation.Sum || IsProduct(node);

    private bool IsProduct(int node) => graph[node].Operation is Operation.Product or Operation.TransposedProduct;

    private int LevelOf(int node)
    {
        if (IsGiven(node))
            return 0;
        if (levels.TryGetValue(node, out var level))
            return level;
        var of = graph[node];
        level = IsCollective(node) ? LevelOf(of.A) + 1
            : of.IsBinary ? Math.Max(LevelOf(of.A), LevelOf(of.B))
            : LevelOf(of.A);
        levels.Add(node, level);
        return level;
    }

    // A costly function that only later loops use is computed in the first of them, and not kept until then.
    private void Postpone(int[] computed, IReadOnlyList<OuterProduct<int>> outer)
    {
        var firstUse = new Dictionary<int, int>();
        void Use(int node, int level) => firstUse[node] = Math.Min(firstUse.GetValueOrDefault(node, int.MaxValue), level);
        foreach (var node in writes.Select(write => write.Node).Concat(outer.SelectMany(pair => new[] { pair.X, pair.Dy })))
            Use(node, 0);
        foreach (var node in computed.Reverse())
        {
            if (graph[node].IsCostly && LevelOf(node) < firstUse[node])
                levels[node] = firstUse[node];
            var level = IsCollective(node) ? 0 : LevelOf(node);
            Use(graph[node].A, level);
            if (graph[node].IsBinary)
                Use(graph[node].B, level);
        }
    }

    // What is added to memory is added term by term, each in the level where it is known.
    private IEnumerable<Write> Split(Write write)
    {
        var node = graph[write.Node];
        if (!write.Accumulate || IsGiven(write.Node) || node.Operation is not (Operation.Add or Operation.Subtract) || LevelOf(node.A) == LevelOf(node.B))
            return [write];
        var second = node.Operation == Operation.Add ? node.B : graph.Negate(node.B);
        return Split(write with { Node = node.A }).Concat(Split(write with { Node = second }));
    }

    // What is left in memory anyway need not be kept a second time.
    private void PlaceHomes()
    {
        foreach (var write in writes)
        {
            if (!write.Accumulate && !IsGiven(write.Node) && layout.IsField(write.To) == fields.IsField(graph, write.Node) && MayBeRead(write.Node))
                memory.TryAdd(write.Node, write.To);
        }
    }

    // A product is taken up by the sum that uses it and is rounded with it, in every plan alike: so no loop reads one from memory.
    private bool MayBeRead(int node) => graph[node].Operation != Operation.Multiply || !fields.IsField(graph, node);

    private HashSet<int> OperandsOfProducts(int[] computed, IReadOnlyList<OuterProduct<int>> outer)
    {
        var operands = outer.SelectMany(pair => new[] { pair.X, pair.Dy }).ToHashSet();
        foreach (var node in computed)
        {
            if (IsProduct(node))
                operands.Add(graph[node].A);
        }
        return operands;
    }

    private void Keep(int node) => memory.TryAdd(node, Temporary(fields.IsField(graph, node)));

    private Place Temporary(bool isField)
    {
        temporaries.Add(isField);
        return new(Space.Temporary, temporaries.Count - 1);
    }

    // Computed values that another section than their own needs, in ascending order. A loop and what stands before it are two sections.
    private SortedSet<int> Crossing(int[] computed)
    {
        var crossing = new SortedSet<int>();
        void Use(int operand, int level, bool inLoop)
        {
            if (!IsGiven(operand) && (LevelOf(operand) != level || fields.IsField(graph, operand) != inLoop))
                crossing.Add(operand);
        }
        foreach (var node in computed)
        {
            var of = graph[node];
            if (IsCollective(node))
                continue;
            Use(of.A, LevelOf(node), fields.IsField(graph, node));
            if (of.IsBinary)
                Use(of.B, LevelOf(node), fields.IsField(graph, node));
        }
        foreach (var write in writes)
            Use(write.Node, LevelOf(write.Node), layout.IsField(write.To));
        return crossing;
    }

    private bool IsComputedAgain(int node)
    {
        if (!fields.IsField(graph, node) || MayBeRead(node) && !IsCheap(node))
            return false;
        KeepOperands(node);
        return true;
    }

    // What a value that is computed again is made of has to be in memory itself, or cheap.
    private void KeepOperands(int node)
    {
        if (!computedAgain.Add(node))
            return;
        var of = graph[node];
        foreach (var operand in of.IsBinary ? [of.A, of.B] : new[] { of.A })
        {
            if (IsGiven(operand) || memory.ContainsKey(operand))
                continue;
            if (MayBeRead(operand) && !IsCheap(operand))
                Keep(operand);
            else
                KeepOperands(operand);
        }
    }

    private bool IsCheap(int node)
    {
        var left = CheapOperations;
        return IsCheap(node, ref left);
    }

    private bool IsCheap(int node, ref int left)
    {
        if (IsGiven(node) || memory.ContainsKey(node))
            return true;
        var of = graph[node];
        return !of.IsCostly && of.Operation != Operation.Divide && fields.IsField(graph, node) && --left >= 0
            && IsCheap(of.A, ref left) && (!of.IsBinary || IsCheap(of.B, ref left));
    }

    private Place InFieldMemory(int node)
    {
        if ((reads.TryGetValue(node, out var place) || memory.TryGetValue(node, out place)) && layout.IsFieldOr(place, temporaries))
            return place;
        place = Temporary(isField: true);
        spreads.Add(new(place, node));
        return place;
    }

    private FieldLevel Level(int level, int[] computed, Dictionary<int, Place> operands, IReadOnlyList<OuterProduct<int>> outer)
    {
        var (before, loop) = (new List<Write>(), new List<Write>());
        foreach (var (node, place) in memory)
        {
            if (graph[node].Operation == Operation.Sum && LevelOf(graph[node].A) == level)
                loop.Add(new(place, graph[node].A, Accumulate: true));
            if (!IsCollective(node) && LevelOf(node) == level)
                (fields.IsField(graph, node) ? loop : before).Add(new(place, node));
        }
        foreach (var write in writes.Concat(spreads))
        {
            var isHome = !write.Accumulate && memory.TryGetValue(write.Node, out var home) && home == write.To;
            if (LevelOf(write.Node) == level && !isHome)
                (layout.IsFieldOr(write.To, temporaries) ? loop : before).Add(write);
        }
        var sums = loop.Where(write => write.Accumulate && !layout.IsFieldOr(write.To, temporaries)).Select(write => write.To);
        return new(
            PlanBuilder.Build(graph, Readable(level, inLoop: false), before), PlanBuilder.Build(graph, Readable(level, inLoop: true), loop), [.. sums],
            [.. computed.Where(node => IsProduct(node) && LevelOf(node) == level + 1)
                .Select(node => new FieldProduct(graph[node].B, graph[node].Operation == Operation.TransposedProduct, operands[graph[node].A], memory[node]))],
            [.. outer.Where(pair => Math.Max(LevelOf(pair.X), LevelOf(pair.Dy)) == level)
                .Select(pair => new OuterProduct<Place>(pair.Matrix, operands[pair.X], operands[pair.Dy]))]);
    }

    // Memory that is complete when a section begins.
    private Dictionary<int, Place> Readable(int level, bool inLoop)
    {
        var readable = new Dictionary<int, Place>(reads);
        foreach (var (node, place) in memory)
        {
            var isEarlier = IsCollective(node) ? LevelOf(node) <= level : LevelOf(node) < level || inLoop && LevelOf(node) == level && !fields.IsField(graph, node);
            if (isEarlier)
                readable.Add(node, place);
        }
        return readable;
    }
}

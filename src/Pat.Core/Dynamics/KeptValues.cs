namespace Pat.Core.Dynamics;

/// <summary>Chooses values of the forward step that the adjoint reads back instead of computing them again: those that save it most operations.</summary>
internal sealed class KeptValues
{
    private const int LeastSaved = 4; // operations: below, keeping costs as much as computing

    private readonly Graph graph;
    private readonly HashSet<int> given;
    private readonly int[] wanted;

    private KeptValues(Graph graph, IEnumerable<int> given, IEnumerable<int> wanted) =>
        (this.graph, this.given, this.wanted) = (graph, [.. given], [.. wanted]);

    /// <summary>At most so many nodes.</summary>
    /// <param name="graph">Step and adjoint.</param>
    /// <param name="given">What the adjoint is given anyway.</param>
    /// <param name="wanted">What the adjoint computes.</param>
    /// <param name="forward">What the forward step computes.</param>
    /// <param name="most">How many may be kept.</param>
    public static List<int> Of(Graph graph, IEnumerable<int> given, IEnumerable<int> wanted, IReadOnlySet<int> forward, int most)
    {
        var kept = new List<int>();
        var choice = new KeptValues(graph, given, wanted);
        while (kept.Count < most && choice.Best(forward) is { } node)
        {
            kept.Add(node);
            choice.given.Add(node);
        }
        return kept;
    }

    private bool IsGiven(int node) => given.Contains(node) || graph.IsUniform(node) || graph[node].Operation == Operation.Input;

    // Not a product: a sum that takes it up rounds once, and would round twice where it reads it back.
    private int? Best(IReadOnlySet<int> forward)
    {
        var (best, most) = (default(int?), LeastSaved - 1);
        foreach (var (node, saved) in OperationsSaved())
        {
            if (saved > most && !IsGiven(node) && forward.Contains(node) && graph[node].Operation != Operation.Multiply)
                (best, most) = (node, saved);
        }
        return best;
    }

    // How many operations serve a node alone: those that it dominates (every way from them to what is wanted leads through it).
    private SortedDictionary<int, int> OperationsSaved()
    {
        var nodes = graph.Ancestors(wanted, IsGiven);
        var (dominator, depth, users) = (new Dictionary<int, int>(), new Dictionary<int, int> { [0] = 0 }, new Dictionary<int, int>());
        var absorbed = new HashSet<int>(); // products that only a sum uses, in the same operation
        foreach (var node in wanted)
            dominator[node] = 0;
        foreach (var node in nodes.Reverse())
        {
            depth[node] = depth[dominator[node]] + 1;
            if (IsGiven(node))
                continue;
            var product = ProductIn(node);
            foreach (var operand in Operands(node))
            {
                users[operand] = users.GetValueOrDefault(operand) + 1;
                if (users[operand] == 1 && operand == product)
                    absorbed.Add(operand);
                else
                    absorbed.Remove(operand);
                dominator[operand] = dominator.TryGetValue(operand, out var before) ? Common(before, node, dominator, depth) : node;
            }
        }
        var saved = new SortedDictionary<int, int>();
        foreach (var node in nodes) // ascending: operands before their users
        {
            saved[node] = saved.GetValueOrDefault(node) + (IsGiven(node) || absorbed.Contains(node) ? 0 : 1);
            saved[dominator[node]] = saved.GetValueOrDefault(dominator[node]) + saved[node];
        }
        saved.Remove(0);
        return saved;
    }

    // The product that a sum takes up.
    private int? ProductIn(int node)
    {
        if (graph[node].Operation is not (Operation.Add or Operation.Subtract))
            return null;
        bool IsProduct(int operand) => graph[operand].Operation == Operation.Multiply && !IsGiven(operand);
        return IsProduct(graph[node].B) ? graph[node].B : IsProduct(graph[node].A) ? graph[node].A : null;
    }

    private static int Common(int a, int b, Dictionary<int, int> dominator, Dictionary<int, int> depth)
    {
        while (a != b)
        {
            if (depth[a] >= depth[b])
                a = dominator[a];
            else
                b = dominator[b];
        }
        return a;
    }

    private IEnumerable<int> Operands(int node) => graph[node].IsBinary ? [graph[node].A, graph[node].B] : [graph[node].A];
}

namespace Pat.Core.Dynamics;

/// <summary>
/// Splits long sums into partial sums that a processor computes side by side: a sum of 16 products then takes the time of 6 operations, not of 16.
/// </summary>
internal sealed class Summation
{
    private const int LeastTerms = 8, Parts = 4;

    private readonly Graph graph;
    private readonly Func<int, bool> isLeaf;
    private readonly SortedSet<int> nodes;
    private readonly Dictionary<int, int> users = [];
    private readonly Dictionary<int, int> spines = []; // from a sum to the shorter sum that it alone continues
    private readonly Dictionary<int, int> moved = [];
    private readonly HashSet<int> continued = [];
    private readonly HashSet<int> split = [];

    private Summation(Graph graph, IReadOnlyList<int> roots, Func<int, bool> isLeaf)
    {
        (this.graph, this.isLeaf) = (graph, isLeaf);
        nodes = graph.Ancestors(roots, isLeaf);
        foreach (var node in roots)
            Use(node);
        foreach (var node in nodes)
        {
            if (isLeaf(node) || !graph[node].IsBinary && !graph[node].IsUnary)
                continue;
            Use(graph[node].A);
            if (graph[node].IsBinary)
                Use(graph[node].B);
        }
    }

    /// <summary>The same values up to rounding.</summary>
    /// <param name="graph">Grows by the partial sums.</param>
    /// <param name="roots">The nodes to compute.</param>
    /// <param name="isLeaf">Nodes that stay as they are.</param>
    public static int[] Split(Graph graph, IReadOnlyList<int> roots, Func<int, bool> isLeaf)
    {
        var summation = new Summation(graph, roots, isLeaf);
        summation.FindLongSums();
        if (summation.split.Count == 0)
            return [.. roots];
        summation.Rebuild();
        return [.. roots.Select(root => summation.moved[root])];
    }

    private void Use(int node) => users[node] = users.GetValueOrDefault(node) + 1;

    private bool IsSum(int node) => graph[node].Operation is Operation.Add or Operation.Subtract && !isLeaf(node);

    private void FindLongSums()
    {
        var terms = new Dictionary<int, int>();
        int TermsOf(int node) => IsSum(node) && users[node] == 1 ? terms[node] : 1;
        foreach (var node in nodes.Where(IsSum))
        {
            var (a, b) = (graph[node].A, graph[node].B);
            if (graph[node].Operation == Operation.Add && TermsOf(b) > TermsOf(a))
                a = b;
            terms[node] = TermsOf(a) + 1;
            if (terms[node] == 2)
                continue;
            spines.Add(node, a);
            continued.Add(a);
        }
        foreach (var node in terms.Keys.Where(node => terms[node] >= LeastTerms && !continued.Contains(node)))
        {
            split.Add(node);
            for (var at = node; spines.TryGetValue(at, out var shorter); at = shorter)
                split.Add(shorter);
        }
    }

    private void Rebuild()
    {
        var sums = new Dictionary<int, List<int>>(); // partial sums with what was added to them in turn
        foreach (var node in nodes)
        {
            if (!split.Contains(node))
            {
                moved.Add(node, Moved(node));
                continue;
            }
            var (a, b) = (graph[node].A, graph[node].B);
            var parts = spines.TryGetValue(node, out var spine) ? sums[spine] : [moved[a]];
            var other = spines.ContainsKey(node) && spine == b ? a : b;
            Put(parts, graph[node].Operation == Operation.Subtract ? graph.Negate(moved[other]) : moved[other]);
            sums.Add(node, parts);
            if (!continued.Contains(node))
                moved.Add(node, Total(parts));
        }
    }

    // Parts are filled in turn; a list that is full starts with the part that is next.
    private void Put(List<int> parts, int term)
    {
        if (parts.Count < Parts)
        {
            parts.Add(term);
            return;
        }
        var part = graph.Add(parts[0], term);
        parts.RemoveAt(0);
        parts.Add(part);
    }

    private int Total(List<int> parts)
    {
        var total = parts;
        while (total.Count > 1)
            total = [.. total.Chunk(2).Select(pair => pair.Length == 2 ? graph.Add(pair[0], pair[1]) : pair[0])];
        return total[0];
    }

    private int Moved(int node)
    {
        if (isLeaf(node) || !graph[node].IsBinary && !graph[node].IsUnary)
            return node;
        var a = moved[graph[node].A];
        var b = graph[node].IsBinary ? moved[graph[node].B] : 0;
        if (a == graph[node].A && b == graph[node].B)
            return node;
        return graph[node].Operation switch
        {
            Operation.Add => graph.Add(a, b),
            Operation.Subtract => graph.Subtract(a, b),
            Operation.Multiply => graph.Multiply(a, b),
            Operation.Divide => graph.Divide(a, b),
            Operation.Negate => graph.Negate(a),
            var function => graph.Function(function, a),
        };
    }
}

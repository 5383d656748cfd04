namespace Pat.Core.Dynamics;

/// <summary>Evaluates nodes that depend on parameters only, in double, once for a whole run.</summary>
internal sealed class UniformProgram
{
    private readonly Node[] nodes; // operands are positions in this list
    private readonly int[] wanted;

    public UniformProgram(Graph graph, IReadOnlyList<int> wanted)
    {
        var order = graph.Ancestors(wanted).ToArray();
        var position = new Dictionary<int, int>();
        foreach (var id in order)
            position.Add(id, position.Count);
        nodes = Array.ConvertAll(order, id => graph[id] switch
        {
            { IsBinary: true } node => node with { A = position[node.A], B = position[node.B] },
            { IsUnary: true } node => node with { A = position[node.A] },
            var node => node,
        });
        this.wanted = [.. wanted.Select(id => position[id])];
    }

    public int Count => wanted.Length;

    /// <summary>The wanted values.</summary>
    /// <param name="theta">The parameters.</param>
    /// <param name="hoistedGradients">Gradients with respect to the hoisted values, where the nodes are those of a gradient.</param>
    public double[] Evaluate(ReadOnlySpan<double> theta, ReadOnlySpan<double> hoistedGradients = default)
    {
        var values = new double[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            ref readonly var node = ref nodes[i];
            values[i] = node.Operation switch
            {
                Operation.Constant => node.Value,
                Operation.Input => node.Source == Source.Theta ? theta[node.A] : hoistedGradients[node.A],
                _ when node.IsBinary => Elementary.Of(node.Operation, values[node.A], values[node.B]),
                _ => Elementary.Of(node.Operation, values[node.A]),
            };
        }
        var results = new double[wanted.Length];
        for (var i = 0; i < results.Length; i++)
            results[i] = values[wanted[i]];
        return results;
    }
}

namespace Pat.Core.Dynamics;

/// <summary>Reverse mode on an expression graph: the adjoint is made of nodes of the same graph, so that it shares what the values have computed.</summary>
internal static class Adjoint
{
    /// <summary>Adds the nodes of the gradient and returns for each node that was reached its gradient.</summary>
    /// <param name="graph">Grows by the nodes of the adjoint.</param>
    /// <param name="seeds">Nodes with the gradients that come in.</param>
    /// <param name="isLeaf">Nodes below which nothing is wanted; inputs are leaves in any case.</param>
    public static Dictionary<int, int> Of(Graph graph, IEnumerable<(int Node, int Gradient)> seeds, Func<int, bool> isLeaf)
    {
        var gradients = new Dictionary<int, int>();
        var open = new PriorityQueue<int, int>(); // latest node first: all its users have spoken
        void Accumulate(int node, int gradient)
        {
            if (graph.IsConstant(node) || graph.IsConstant(gradient) && graph[gradient].Value == 0)
                return;
            if (gradients.TryGetValue(node, out var before))
            {
                gradients[node] = graph.Add(before, gradient);
                return;
            }
            gradients.Add(node, gradient);
            open.Enqueue(node, -node);
        }
        foreach (var (node, gradient) in seeds)
            Accumulate(node, gradient);
        while (open.TryDequeue(out var node, out _))
        {
            if (graph[node].Operation == Operation.Input || isLeaf(node))
                continue;
            foreach (var (operand, gradient) in Rule(graph, node, gradients[node]))
                Accumulate(operand, gradient);
        }
        return gradients;
    }

    // The gradients of the operands of y, whose own gradient is dy.
    internal static (int Operand, int Gradient)[] Rule(Graph g, int y, int dy)
    {
        var (a, b) = (g[y].A, g[y].B);
        switch (g[y].Operation)
        {
            case Operation.Add:
                return [(a, dy), (b, dy)];
            case Operation.Subtract:
                return [(a, dy), (b, g.Negate(dy))];
            case Operation.Multiply:
                return [(a, g.Multiply(dy, b)), (b, g.Multiply(dy, a))];
            case Operation.Divide:
                var da = g.Divide(dy, b);
                return [(a, da), (b, g.Negate(g.Multiply(da, y)))];
            case Operation.Negate:
                return [(a, g.Negate(dy))];
            case Operation.Sin:
                return [(a, g.Multiply(dy, g.Function(Operation.Cos, a)))];
            case Operation.Cos:
                return [(a, g.Negate(g.Multiply(dy, g.Function(Operation.Sin, a))))];
            case Operation.Tanh:
                return [(a, g.Multiply(dy, g.Subtract(g.Constant(1), g.Multiply(y, y))))];
            case Operation.Exp:
                return [(a, g.Multiply(dy, y))];
            case Operation.Log:
                return [(a, g.Divide(dy, a))];
            case Operation.Sqrt:
                return [(a, g.Divide(g.Multiply(g.Constant(0.5), dy), y))];
            default:
                throw new InvalidOperationException($"{g[y].Operation} has no adjoint rule.");
        }
    }
}

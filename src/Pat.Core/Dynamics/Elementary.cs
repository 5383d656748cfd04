namespace Pat.Core.Dynamics;

/// <summary>The operations of a graph on doubles.</summary>
internal static class Elementary
{
    public static double Of(Operation function, double x) => function switch
    {
        Operation.Negate => -x,
        Operation.Sin => Math.Sin(x),
        Operation.Cos => Math.Cos(x),
        Operation.Tanh => Math.Tanh(x),
        Operation.Exp => Math.Exp(x),
        Operation.Log => Math.Log(x),
        Operation.Sqrt => Math.Sqrt(x),
        _ => throw new InvalidOperationException($"{function} is not a function of one number."),
    };

    public static double Of(Operation operation, double a, double b) => operation switch
    {
        Operation.Add => a + b,
        Operation.Subtract => a - b,
        Operation.Multiply => a * b,
        Operation.Divide => a / b,
        _ => throw new InvalidOperationException($"{operation} is not an operation on two numbers."),
    };

    /// <summary>The values of some nodes, whose inputs are given by <paramref name="input"/>.</summary>
    public static double[] Evaluate(Graph graph, IReadOnlyList<int> wanted, Func<Node, double> input)
    {
        var values = new Dictionary<int, double>();
        foreach (var id in graph.Ancestors(wanted))
        {
            var node = graph[id];
            values[id] = node.Operation switch
            {
                Operation.Constant => node.Value,
                Operation.Input => input(node),
                _ when node.IsBinary => Of(node.Operation, values[node.A], values[node.B]),
                _ => Of(node.Operation, values[node.A]),
            };
        }
        return [.. wanted.Select(id => values[id])];
    }
}

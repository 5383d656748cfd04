namespace Pat.Core.Dynamics.Fields;

/// <summary>Evaluates nodes that depend on parameters only, in double, once for a whole run: numbers, and fields over the index.</summary>
internal sealed class FieldUniforms
{
    private readonly Graph graph;
    private readonly FieldIndex fields;
    private readonly FieldQuantities quantities;
    private readonly int[] order;
    private readonly IReadOnlyList<int> wanted;
    private readonly IReadOnlyList<bool> wantedAsField;

    /// <param name="graph">The graph.</param>
    /// <param name="quantities">What there is.</param>
    /// <param name="wanted">The nodes.</param>
    /// <param name="wantedAsField">Whether each is given for every element of the index.</param>
    public FieldUniforms(Graph graph, FieldQuantities quantities, IReadOnlyList<int> wanted, IReadOnlyList<bool> wantedAsField)
    {
        (this.graph, this.quantities, this.wanted, this.wantedAsField) = (graph, quantities, wanted, wantedAsField);
        fields = graph.Fields!;
        order = [.. graph.Ancestors(wanted)];
    }

    /// <summary>The wanted values, one after the other.</summary>
    /// <param name="theta">The parameters.</param>
    /// <param name="hoistedGradients">Gradients with respect to the hoisted values, where the nodes are those of a gradient.</param>
    public double[] Evaluate(ReadOnlySpan<double> theta, ReadOnlySpan<double> hoistedGradients = default)
    {
        var values = new Dictionary<int, double[]>();
        foreach (var id in order)
        {
            var node = graph[id];
            values.Add(id, node.Operation switch
            {
                Operation.Constant => [node.Value],
                Operation.Input when node.Source == Source.IndexConstant => fields.ConstantsOf(node.A),
                Operation.Input when node.Source == Source.Theta => Slice(theta, [.. quantities.Parameters.Select(q => q.PerIndex)], node.A),
                Operation.Input => Slice(hoistedGradients, fields.Hoisted, node.A),
                Operation.Sum => [values[node.A].Sum()],
                _ when node.IsBinary => Map(node.Operation, values[node.A], values[node.B]),
                _ => Array.ConvertAll(values[node.A], x => Elementary.Of(node.Operation, x)),
            });
        }
        var results = new List<double>();
        for (var i = 0; i < wanted.Count; i++)
        {
            var value = values[wanted[i]];
            results.AddRange(wantedAsField[i] && value.Length == 1 ? Enumerable.Repeat(value[0], fields.Length) : value);
        }
        return [.. results];
    }

    private double[] Slice(ReadOnlySpan<double> values, bool[] isField, int number)
    {
        var start = 0;
        for (var i = 0; i < number; i++)
            start += isField[i] ? fields.Length : 1;
        return values.Slice(start, isField[number] ? fields.Length : 1).ToArray();
    }

    private static double[] Map(Operation operation, double[] a, double[] b)
    {
        var result = new double[Math.Max(a.Length, b.Length)];
        for (var i = 0; i < result.Length; i++)
            result[i] = Elementary.Of(operation, a[a.Length == 1 ? 0 : i], b[b.Length == 1 ? 0 : i]);
        return result;
    }
}

namespace Pat.Core.Dynamics.Fields;

/// <summary>The index of a distributed system: which nodes of a graph are fields over it, and the collectives.</summary>
internal sealed class FieldIndex(FieldQuantities quantities)
{
    private readonly List<bool> isField = [];
    private readonly List<double[]> constants = [];

    public int Length => quantities.Length;

    /// <summary>Which of the hoisted values are fields.</summary>
    public bool[] Hoisted { get; set; } = [];

    /// <summary>The constants of each index, by number.</summary>
    public double[] ConstantsOf(int number) => constants[number];

    /// <summary>The same index for another graph.</summary>
    public FieldIndex Copy() => new(quantities);

    public bool IsField(Graph graph, int node)
    {
        for (var i = isField.Count; i <= node; i++)
            isField.Add(ShapeOf(graph[i]));
        return isField[node];
    }

    /// <summary>The sum over the index. Numbers and signs stand before it.</summary>
    public int Sum(Graph graph, int a)
    {
        if (!IsField(graph, a))
            return graph.Multiply(graph.Constant(Length), a);
        var node = graph[a];
        return node.Operation switch
        {
            Operation.Negate => graph.Negate(Sum(graph, node.A)),
            Operation.Multiply when !IsField(graph, node.A) => graph.Multiply(node.A, Sum(graph, node.B)),
            Operation.Multiply when !IsField(graph, node.B) => graph.Multiply(node.B, Sum(graph, node.A)),
            _ => graph.Collective(Operation.Sum, a),
        };
    }

    public int Product(Graph graph, int a, int matrix)
    {
        if (matrix < 0 || matrix >= quantities.Matrices.Count)
            throw new EquationsException($"It multiplies by matrix {matrix}, but has {quantities.Matrices.Count}. Name each in Quantities.Matrices.");
        return graph.Collective(Operation.Product, a, matrix);
    }

    public int Constant(Graph graph, ReadOnlySpan<double> values)
    {
        if (values.Length != Length)
            throw new EquationsException($"PerIndex: expected {Length} values, one for each element of the index, got {values.Length}.");
        var given = values.ToArray();
        var number = constants.FindIndex(known => known.AsSpan().SequenceEqual(given));
        if (number < 0)
        {
            number = constants.Count;
            constants.Add(given);
        }
        return graph.Input(Source.IndexConstant, number);
    }

    private bool ShapeOf(Node node) => node.Operation switch
    {
        Operation.Unwritten or Operation.Constant or Operation.Sum => false,
        Operation.Product or Operation.TransposedProduct => true,
        Operation.Input => node.Source switch
        {
            Source.Drive => quantities.Drives[node.A].PerIndex,
            Source.Theta => quantities.Parameters[node.A].PerIndex,
            Source.OutputGradient => quantities.Outputs[node.A].PerIndex,
            Source.HoistedGradient => Hoisted[node.A],
            _ => true,
        },
        _ => isField[node.A] || node.IsBinary && isField[node.B],
    };
}

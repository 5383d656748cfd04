using Pat.Core.Dynamics.Fields;

namespace Pat.Core.Dynamics;

/// <summary>A symbol: arithmetic on it adds nodes to the graph that is being traced on this thread.</summary>
/// <remarks>The graph is found through the thread because a scalar has to be unmanaged, so that equations may use stackalloc.</remarks>
internal readonly struct Traced : IField<Traced>
{
    [ThreadStatic]
    private static Graph? graph;

    private readonly int node;

    private Traced(int node) => this.node = node;

    /// <summary>Its node; 0 where nothing was assigned.</summary>
    public int Node => node;

    public static implicit operator Traced(double value) => new(Graph.Constant(value));

    public static Traced operator +(Traced a, Traced b) => new(Graph.Add(Assigned(a), Assigned(b)));

    public static Traced operator -(Traced a, Traced b) => new(Graph.Subtract(Assigned(a), Assigned(b)));

    public static Traced operator *(Traced a, Traced b) => new(Graph.Multiply(Assigned(a), Assigned(b)));

    public static Traced operator /(Traced a, Traced b) => new(Graph.Divide(Assigned(a), Assigned(b)));

    public static Traced operator -(Traced a) => new(Graph.Negate(Assigned(a)));

    public static Traced Sin(Traced x) => new(Graph.Function(Operation.Sin, Assigned(x)));

    public static Traced Cos(Traced x) => new(Graph.Function(Operation.Cos, Assigned(x)));

    public static Traced Tanh(Traced x) => new(Graph.Function(Operation.Tanh, Assigned(x)));

    public static Traced Exp(Traced x) => new(Graph.Function(Operation.Exp, Assigned(x)));

    public static Traced Log(Traced x) => new(Graph.Function(Operation.Log, Assigned(x)));

    public static Traced Sqrt(Traced x) => new(Graph.Function(Operation.Sqrt, Assigned(x)));

    public static Traced Sum(Traced x) => new(Fields.Sum(Graph, Assigned(x)));

    public static Traced MatMul(Traced x, int matrix) => new(Fields.Product(Graph, Assigned(x), matrix));

    public static Traced PerIndex(ReadOnlySpan<double> values) => new(Fields.Constant(Graph, values));

    /// <summary>Symbols for nodes of a graph.</summary>
    public static Traced[] Of(int[] nodes) => Array.ConvertAll(nodes, node => new Traced(node));

    /// <summary>Traces into <paramref name="into"/>; errors name the system and the method.</summary>
    public static void Into(Graph into, string system, string method, Action body)
    {
        var outer = graph;
        graph = into;
        try
        {
            body();
        }
        catch (Exception e) when (e is not EquationsException { InnerException: not null })
        {
            throw new EquationsException($"{system}: {method} cannot be traced. {e.Message}", e);
        }
        finally
        {
            graph = outer;
        }
    }

    /// <summary>Refuses: symbols have no value yet that could be compared.</summary>
    public override bool Equals(object? obj) => throw Branches();

    /// <summary>Refuses: symbols have no value yet that could be looked up.</summary>
    public override int GetHashCode() => throw Branches();

    private static Graph Graph => graph ?? throw new InvalidOperationException("Traced: no graph is being traced on this thread.");

    private static FieldIndex Fields => Graph.Fields ?? throw new InvalidOperationException("Traced: these equations have no fields.");

    private static int Assigned(Traced x) => x.node != 0
        ? x.node
        : throw new EquationsException("It computes with a scalar to which nothing was assigned. Give every scalar a value first; 0.0 is one.");

    private static EquationsException Branches() =>
        new("It compares values, but a simulator computes many runs side by side and cannot branch on one. Use a smooth function, for example Tanh for a saturation.");
}

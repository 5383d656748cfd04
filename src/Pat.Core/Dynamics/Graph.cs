using Pat.Core.Dynamics.Fields;

namespace Pat.Core.Dynamics;

/// <summary>An expression graph without duplicates: equal expressions are one node, constants are folded. Node numbers are a topological order.</summary>
/// <remarks>Folding follows the rules of real numbers: x · 0 is 0 also where x would be infinite. A system whose state is not finite is stopped anyway.</remarks>
internal sealed class Graph
{
    private readonly List<Node> nodes = [new(Operation.Unwritten)];
    private readonly List<bool> uniform = [true];
    private readonly Dictionary<Node, int> known = [];

    /// <summary>The index that fields run over; null where all values are scalars.</summary>
    public FieldIndex? Fields { get; init; }

    public int Count => nodes.Count;

    public Node this[int node] => nodes[node];

    /// <summary>Whether the node depends on parameters only, so that it is the same for every row and step.</summary>
    public bool IsUniform(int node) => uniform[node];

    public bool IsConstant(int node) => nodes[node].Operation == Operation.Constant;

    public int Constant(double value) => Make(new(Operation.Constant, Value: value + 0.0)); // no negative zero

    public int Input(Source source, int index) => Make(new(Operation.Input, index, Source: source));

    public int[] Inputs(Source source, int count)
    {
        var inputs = new int[count];
        for (var i = 0; i < count; i++)
            inputs[i] = Input(source, i);
        return inputs;
    }

    public int Add(int a, int b)
    {
        if (IsConstant(a) && IsConstant(b))
            return Constant(nodes[a].Value + nodes[b].Value);
        if (Is(a, 0))
            return b;
        if (Is(b, 0))
            return a;
        if (nodes[b].Operation == Operation.Negate)
            return Subtract(a, nodes[b].A);
        if (nodes[a].Operation == Operation.Negate)
            return Subtract(b, nodes[a].A);
        return Make(new(Operation.Add, Math.Min(a, b), Math.Max(a, b)));
    }

    public int Subtract(int a, int b)
    {
        if (a == b)
            return Constant(0);
        if (IsConstant(a) && IsConstant(b))
            return Constant(nodes[a].Value - nodes[b].Value);
        if (Is(b, 0))
            return a;
        if (Is(a, 0))
            return Negate(b);
        if (nodes[b].Operation == Operation.Negate)
            return Add(a, nodes[b].A);
        return Make(new(Operation.Subtract, a, b));
    }

    public int Multiply(int a, int b)
    {
        if (IsConstant(b))
            (a, b) = (b, a);
        if (IsConstant(a))
            return Scale(nodes[a].Value, b);
        if (nodes[a].Operation == Operation.Negate)
            return Negate(Multiply(nodes[a].A, b));
        if (nodes[b].Operation == Operation.Negate)
            return Negate(Multiply(a, nodes[b].A));
        return Make(new(Operation.Multiply, Math.Min(a, b), Math.Max(a, b)));
    }

    /// <summary>a / b. A divisor that depends on parameters only becomes a factor 1/b, which is computed once.</summary>
    public int Divide(int a, int b)
    {
        if (IsConstant(b))
            return Multiply(Constant(1 / nodes[b].Value), a);
        if (Is(a, 0))
            return a;
        if (IsUniform(b) && !Is(a, 1))
            return Multiply(a, Divide(Constant(1), b));
        return Make(new(Operation.Divide, a, b));
    }

    public int Negate(int a) => nodes[a].Operation switch
    {
        Operation.Constant => Constant(-nodes[a].Value),
        Operation.Negate => nodes[a].A,
        Operation.Subtract => Make(new(Operation.Subtract, nodes[a].B, nodes[a].A)),
        _ => Make(new(Operation.Negate, a)),
    };

    public int Function(Operation function, int a) =>
        IsConstant(a) ? Constant(Elementary.Of(function, nodes[a].Value)) : Make(new(function, a));

    /// <summary>A sum or matrix product over the index of a field; <see cref="FieldIndex"/> simplifies them.</summary>
    public int Collective(Operation collective, int a, int matrix = 0) => Make(new(collective, a, matrix));

    /// <summary>All nodes that the given ones are made of, themselves included, in ascending order; nothing below a node of <paramref name="isLeaf"/>.</summary>
    public SortedSet<int> Ancestors(IEnumerable<int> of, Func<int, bool>? isLeaf = null)
    {
        var found = new SortedSet<int>();
        var open = new Stack<int>(of);
        while (open.TryPop(out var node))
        {
            if (!found.Add(node) || isLeaf?.Invoke(node) == true)
                continue;
            if (nodes[node].IsBinary)
                open.Push(nodes[node].B);
            if (nodes[node].IsBinary || nodes[node].IsUnary)
                open.Push(nodes[node].A);
        }
        return found;
    }

    private int Scale(double factor, int b) => factor switch
    {
        _ when IsConstant(b) => Constant(factor * nodes[b].Value),
        0 => Constant(0),
        1 => b,
        -1 => Negate(b),
        _ when nodes[b].Operation == Operation.Negate => Scale(-factor, nodes[b].A),
        _ when nodes[b].Operation == Operation.Multiply && IsConstant(nodes[b].A) => Scale(factor * nodes[nodes[b].A].Value, nodes[b].B),
        _ => Make(new(Operation.Multiply, Constant(factor), b)), // constants stand first
    };

    private bool Is(int node, double value) => IsConstant(node) && nodes[node].Value == value;

    private int Make(Node node)
    {
        if (known.TryGetValue(node, out var id))
            return id;
        id = nodes.Count;
        known.Add(node, id);
        nodes.Add(node);
        uniform.Add(node.Operation switch
        {
            Operation.Constant => true,
            Operation.Input => node.Source is Source.Theta or Source.HoistedGradient or Source.IndexConstant,
            Operation.Product or Operation.TransposedProduct => false,
            _ => uniform[node.A] && (!node.IsBinary || uniform[node.B]),
        });
        return id;
    }
}

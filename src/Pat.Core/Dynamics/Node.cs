namespace Pat.Core.Dynamics;

/// <summary>What a node of an expression graph does.</summary>
internal enum Operation : byte
{
    Unwritten, // node 0: what a traced scalar is before anything was assigned to it
    Constant,
    Input,
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Sin,
    Cos,
    Tanh,
    Exp,
    Log,
    Sqrt,
    Sum,               // over the index of a field
    Product,           // of a field, as a row, and matrix B
    TransposedProduct, // of a field, as a row, and the transpose of matrix B
}

/// <summary>What an input node stands for.</summary>
internal enum Source : byte { None, State, Drive, Theta, StateGradient, OutputGradient, HoistedGradient, IndexConstant }

/// <summary>
/// One value of an expression graph: a number for each row of the batch. Operands are earlier nodes; an input has its number in A.
/// </summary>
internal readonly record struct Node(Operation Operation, int A = 0, int B = 0, double Value = 0, Source Source = Source.None)
{
    public bool IsBinary => Operation is >= Operation.Add and <= Operation.Divide;

    public bool IsUnary => Operation >= Operation.Negate;

    /// <summary>Whether it costs so much that the adjoint reads it back instead of computing it again.</summary>
    public bool IsCostly => Operation is >= Operation.Sin and <= Operation.Log;
}

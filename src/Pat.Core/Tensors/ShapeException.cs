namespace Pat.Core.Tensors;

/// <summary>A tensor does not have the shape that its use asks for.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>Creates the exception with a message of the form "name: expected shape [..], got [..]".</summary>
    public ShapeException(string message) : base(message) { }

    /// <summary>Creates the exception for one tensor.</summary>
    /// <param name="name">What the tensor is, for example "Plate theta".</param>
    /// <param name="expected">The shape that was expected, for example "[batch, 16]".</param>
    /// <param name="got">The tensor that came.</param>
    public ShapeException(string name, string expected, Tensor got)
        : this($"{name}: expected shape {expected}, got {got.ShapeText}.") { }
}

using System.Globalization;

namespace Pat.Core.Tensors;

/// <summary>A dense array of float32 numbers in row-major order.</summary>
/// <remarks>
/// <see cref="Create"/> is for values of one step: its storage belongs to the <see cref="TensorScope"/> that is open on the thread
/// (a tape opens one) and is used again after that scope is reset. What must live longer is made by a constructor or by <see cref="Clone"/>.
/// Reading a tensor whose scope was reset throws <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed class Tensor
{
    private readonly TensorStorage storage;
    private readonly int[] shape;

    /// <summary>Creates a tensor of zeros that lives as long as it is referenced.</summary>
    /// <param name="shape">Sizes of the dimensions, each at least 0.</param>
    public Tensor(params ReadOnlySpan<int> shape) : this(TensorStorage.OnHeap(LengthOf(shape)), shape.ToArray()) { }

    /// <summary>Creates a tensor that copies the given values and lives as long as it is referenced.</summary>
    /// <param name="values">The values in row-major order.</param>
    /// <param name="shape">Sizes of the dimensions; their product is the number of values.</param>
    /// <exception cref="ShapeException">The shape does not hold the values.</exception>
    public Tensor(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) : this(shape)
    {
        if (values.Length != Length)
            throw new ShapeException($"Tensor: shape {ShapeText} holds {Length} values, got {values.Length}.");
        values.CopyTo(AsSpan());
    }

    private Tensor(TensorStorage storage, int[] shape)
    {
        this.storage = storage;
        this.shape = shape;
        Length = LengthOf(shape);
    }

    /// <summary>Sizes of the dimensions.</summary>
    public ReadOnlySpan<int> Shape => shape;

    /// <summary>Number of dimensions.</summary>
    public int Rank => shape.Length;

    /// <summary>Number of values.</summary>
    public int Length { get; }

    /// <summary>Size of the first dimension (the batch); 1 for a tensor without dimensions.</summary>
    public int Rows => shape.Length == 0 ? 1 : shape[0];

    /// <summary>Number of values in a row: the product of all dimensions but the first.</summary>
    public int RowLength
    {
        get
        {
            var length = 1;
            for (var i = 1; i < shape.Length; i++)
                length *= shape[i];
            return length;
        }
    }

    /// <summary>The shape as text, for messages: "[30, 50]".</summary>
    public string ShapeText => $"[{string.Join(", ", shape)}]";

    /// <summary>The values, to read.</summary>
    public ReadOnlySpan<float> Values => storage.Span(Length);

    /// <summary>Creates a tensor of zeros for the step under way; see the remarks of <see cref="Tensor"/>.</summary>
    /// <param name="shape">Sizes of the dimensions, each at least 0.</param>
    public static Tensor Create(params ReadOnlySpan<int> shape)
    {
        var tensor = CreateUninitialized(shape);
        tensor.AsSpan().Clear();
        return tensor;
    }

    /// <summary>Creates a tensor for the step under way whose values the caller writes, every one.</summary>
    /// <param name="shape">Sizes of the dimensions, each at least 0.</param>
    public static Tensor CreateUninitialized(params ReadOnlySpan<int> shape) =>
        new(TensorScope.Take(LengthOf(shape)), shape.ToArray());

    /// <summary>Creates a tensor of the same shape for the step under way whose values the caller writes, every one.</summary>
    public static Tensor CreateLike(Tensor other) => CreateUninitialized(other.shape);

    /// <summary>The values, to write. Only the code that created a tensor writes it.</summary>
    public Span<float> AsSpan() => storage.Span(Length);

    /// <summary>The values of one row, to read and write.</summary>
    public Span<float> Row(int row) => AsSpan().Slice(row * RowLength, RowLength);

    /// <summary>A copy that lives as long as it is referenced.</summary>
    public Tensor Clone()
    {
        var copy = new Tensor(shape);
        Values.CopyTo(copy.AsSpan());
        return copy;
    }

    /// <summary>The same values under another shape; nothing is copied.</summary>
    /// <exception cref="ShapeException">The new shape holds another number of values.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> newShape)
    {
        var reshaped = new Tensor(storage, newShape.ToArray());
        if (reshaped.Length != Length)
            throw new ShapeException($"Reshape: {ShapeText} holds {Length} values, {reshaped.ShapeText} holds {reshaped.Length}.");
        return reshaped;
    }

    /// <summary>Whether both tensors have the same sizes.</summary>
    public bool HasShapeOf(Tensor other) => shape.AsSpan().SequenceEqual(other.shape);

    /// <summary>Whether every value is finite.</summary>
    public bool IsFinite()
    {
        foreach (var value in Values)
        {
            if (!float.IsFinite(value))
                return false;
        }
        return true;
    }

    /// <summary>Shape and first values, for the debugger and messages.</summary>
    public override string ToString()
    {
        var first = new List<string>();
        foreach (var value in Values[..Math.Min(Length, 8)])
            first.Add(value.ToString("G6", CultureInfo.InvariantCulture));
        return $"{ShapeText} {{{string.Join(", ", first)}{(Length > 8 ? ", ..." : "")}}}";
    }

    private static int LengthOf(ReadOnlySpan<int> shape)
    {
        var length = 1;
        foreach (var size in shape)
        {
            if (size < 0)
                throw new ShapeException($"Tensor: every size must be at least 0, got [{string.Join(", ", shape.ToArray())}].");
            length = checked(length * size);
        }
        return length;
    }
}

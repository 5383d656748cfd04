using System.Runtime.CompilerServices;

namespace Pat.Core.Lanes;

/// <summary>One number: what kernels run on where the machine has no vectors.</summary>
public readonly unsafe struct LaneScalar : ILane<LaneScalar>
{
    private readonly float v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LaneScalar(float v) => this.v = v;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar Of(float value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar Load(float* source) => new(*source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar LoadWhole(int* source) => new(*source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(LaneScalar value, float* destination) => *destination = value.v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar operator +(LaneScalar a, LaneScalar b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar operator -(LaneScalar a, LaneScalar b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar operator *(LaneScalar a, LaneScalar b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar operator /(LaneScalar a, LaneScalar b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar operator -(LaneScalar a) => new(-a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar MultiplyAdd(LaneScalar a, LaneScalar b, LaneScalar c) => new(MathF.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar NegatedMultiplyAdd(LaneScalar a, LaneScalar b, LaneScalar c) => new(MathF.FusedMultiplyAdd(-a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar Min(LaneScalar a, LaneScalar b) => new(MathF.Min(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar Max(LaneScalar a, LaneScalar b) => new(MathF.Max(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar Abs(LaneScalar a) => new(MathF.Abs(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar Sqrt(LaneScalar a) => new(MathF.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar Round(LaneScalar a) => new(MathF.Round(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar WhereLess(LaneScalar a, LaneScalar b, LaneScalar yes, LaneScalar no) => a.v < b.v ? yes : no;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar ScaleByPowerOfTwo(LaneScalar a, LaneScalar n)
    {
        // In two steps, because 2^n itself may be out of range. Adding 1.5 · 2^23 leaves n in the lowest bits.
        var whole = BitConverter.SingleToInt32Bits(n.v + 12582912f) - 0x4b400000;
        var half = whole >> 1;
        return new(a.v * BitConverter.Int32BitsToSingle((half + 127) << 23) * BitConverter.Int32BitsToSingle((whole - half + 127) << 23));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneScalar NegateWhereOdd(LaneScalar a, LaneScalar n) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a.v) ^ (BitConverter.SingleToInt32Bits(n.v + 12582912f) << 31)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (LaneScalar Mantissa, LaneScalar Exponent) SplitExponent(LaneScalar a)
    {
        var bits = BitConverter.SingleToInt32Bits(a.v) - 0x3f3504f3;
        return (new(BitConverter.Int32BitsToSingle((bits & 0x007fffff) + 0x3f3504f3)), new(bits >> 23));
    }
}

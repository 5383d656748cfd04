using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Core.Dynamics;

/// <summary>A function of three numbers, written for lanes.</summary>
internal interface ILaneTernary
{
    V Apply<V>(V a, V b, V c) where V : unmanaged, ILane<V>;
}

internal readonly struct Sum : ILaneBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ILane<V> => a + b;
}

internal readonly struct Difference : ILaneBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ILane<V> => a - b;
}

internal readonly struct Product : ILaneBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ILane<V> => a * b;
}

internal readonly struct Quotient : ILaneBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ILane<V> => a / b;
}

internal readonly struct ProductSum : ILaneTernary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b, V c) where V : unmanaged, ILane<V> => V.MultiplyAdd(a, b, c);
}

internal readonly struct NegatedProductSum : ILaneTernary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b, V c) where V : unmanaged, ILane<V> => V.NegatedMultiplyAdd(a, b, c);
}

internal readonly struct ProductDifference : ILaneTernary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b, V c) where V : unmanaged, ILane<V> => V.MultiplyAdd(a, b, -c);
}

internal readonly struct Identity : ILaneUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ILane<V> => x;
}

internal readonly struct Negative : ILaneUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ILane<V> => -x;
}

internal readonly struct Sine : ILaneUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.SinCos(x).Sin;
}

internal readonly struct Cosine : ILaneUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.SinCos(x).Cos;
}

internal readonly struct Tangent : ILaneUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Tanh(x);
}

internal readonly struct Exponential : ILaneUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Exp(x);
}

internal readonly struct Logarithm : ILaneUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Log(x);
}

internal readonly struct Root : ILaneUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ILane<V> => V.Sqrt(x);
}

internal readonly struct Magnitude : ILaneUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ILane<V> => V.Abs(x);
}

internal readonly struct Nearest : ILaneUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ILane<V> => V.Round(x);
}

internal readonly struct MantissaOf : ILaneUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ILane<V> => V.SplitExponent(x).Mantissa;
}

internal readonly struct ExponentOf : ILaneUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V x) where V : unmanaged, ILane<V> => V.SplitExponent(x).Exponent;
}

internal readonly struct Lesser : ILaneBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ILane<V> => V.Min(a, b);
}

internal readonly struct Greater : ILaneBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V b) where V : unmanaged, ILane<V> => V.Max(a, b);
}

internal readonly struct ScaledByPowerOfTwo : ILaneBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V n) where V : unmanaged, ILane<V> => V.ScaleByPowerOfTwo(a, n);
}

internal readonly struct NegatedWhereOdd : ILaneBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Apply<V>(V a, V n) where V : unmanaged, ILane<V> => V.NegateWhereOdd(a, n);
}

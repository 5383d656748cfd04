using System.Runtime.CompilerServices;

namespace Pat.Core.Lanes;

/// <summary>A vector of complex numbers: one lane vector of real parts and one of imaginary parts.</summary>
/// <typeparam name="V">The lane type.</typeparam>
/// <param name="re">Real parts.</param>
/// <param name="im">Imaginary parts.</param>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
internal readonly unsafe struct LaneComplex<V>(V re, V im) where V : unmanaged, ILane<V>
{
    /// <summary>Real parts.</summary>
    public readonly V Re = re;

    /// <summary>Imaginary parts.</summary>
    public readonly V Im = im;

    /// <summary>Reads V.Count real parts and as many imaginary parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<V> Load(float* re, float* im) => new(V.Load(re), V.Load(im));

    /// <summary>Writes V.Count real parts and as many imaginary parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* re, float* im)
    {
        V.Store(Re, re);
        V.Store(Im, im);
    }

    /// <summary>a + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<V> operator +(LaneComplex<V> a, LaneComplex<V> b) => new(a.Re + b.Re, a.Im + b.Im);

    /// <summary>a − b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<V> operator -(LaneComplex<V> a, LaneComplex<V> b) => new(a.Re - b.Re, a.Im - b.Im);

    /// <summary>a + i b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<V> PlusI(LaneComplex<V> a, LaneComplex<V> b) => new(a.Re - b.Im, a.Im + b.Re);

    /// <summary>a − i b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LaneComplex<V> MinusI(LaneComplex<V> a, LaneComplex<V> b) => new(a.Re + b.Im, a.Im - b.Re);

    /// <summary>This number times <paramref name="factor"/>, which is real.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneComplex<V> Times(V factor) => new(Re * factor, Im * factor);

    /// <summary>This number times re + i im.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneComplex<V> Times(V re, V im)
    {
        var (x, y) = (Re * re, Im * re); // both before the first sum, which can then take the place of x
        return new(V.NegatedMultiplyAdd(Im, im, x), V.MultiplyAdd(Re, im, y));
    }

    /// <summary>addend + factor · this, for a real factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneComplex<V> TimesPlus(V factor, LaneComplex<V> addend) =>
        new(V.MultiplyAdd(Re, factor, addend.Re), V.MultiplyAdd(Im, factor, addend.Im));

    /// <summary>minuend − factor · this, for a real factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneComplex<V> TimesMinusFrom(V factor, LaneComplex<V> minuend) =>
        new(V.NegatedMultiplyAdd(Re, factor, minuend.Re), V.NegatedMultiplyAdd(Im, factor, minuend.Im));

    /// <summary>addend + i · factor · this, for a real factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneComplex<V> TimesPlusI(V factor, LaneComplex<V> addend) =>
        new(V.NegatedMultiplyAdd(Im, factor, addend.Re), V.MultiplyAdd(Re, factor, addend.Im));

    /// <summary>minuend − i · factor · this, for a real factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LaneComplex<V> TimesMinusIFrom(V factor, LaneComplex<V> minuend) =>
        new(V.MultiplyAdd(Im, factor, minuend.Re), V.NegatedMultiplyAdd(Re, factor, minuend.Im));
}

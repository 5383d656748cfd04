using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Pat.Core.Randomness;

/// <summary>
/// A vector of 64-bit places whose low halves are words: what a widening multiplication takes, and its product is again such a vector,
/// so that the rounds of a generator need no shuffles. The high halves do not matter for words.
/// </summary>
internal unsafe interface IWords<W> where W : unmanaged, IWords<W>
{
    /// <summary>How many places a vector has.</summary>
    static abstract int Count { get; }

    /// <summary>All places equal.</summary>
    static abstract W Of(ulong value);

    /// <summary>first, first + 2, first + 4, ...</summary>
    static abstract W Sequence(uint first);

    /// <summary>Reads 2 <see cref="Count"/> words: those at even places and those at odd places, with high halves of zero.</summary>
    static abstract (W Even, W Odd) Load(uint* source);

    /// <summary>Writes 2 <see cref="Count"/> words to even and odd places, each shifted right by some bits.</summary>
    static abstract void Store(W even, W odd, int shift, uint* destination);

    /// <summary>a + b mod 2^64.</summary>
    static abstract W operator +(W a, W b);

    /// <summary>a exclusive-or b.</summary>
    static abstract W operator ^(W a, W b);

    /// <summary>The high half of each place.</summary>
    static abstract W HighHalf(W a);

    /// <summary>The 64-bit products of the words.</summary>
    static abstract W Multiply(W a, W b);
}

internal readonly unsafe struct Words512 : IWords<Words512>
{
    private readonly Vector512<ulong> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words512(Vector512<ulong> v) => this.v = v;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Of(ulong value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Sequence(uint first) => new(Vector512.Create((ulong)first) + Vector512<ulong>.Indices * 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Words512 Even, Words512 Odd) Load(uint* source)
    {
        var both = Vector512.Load(source).AsUInt64();
        return (new(LowHalf(both)), new(both >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Words512 even, Words512 odd, int shift, uint* destination) =>
        Vector512.Store((LowHalf(even.v) | (odd.v << 32)).AsUInt32() >> shift, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator +(Words512 a, Words512 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 operator ^(Words512 a, Words512 b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 HighHalf(Words512 a) => new(a.v >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words512 Multiply(Words512 a, Words512 b) => new(
        Avx512F.IsSupported ? Avx512F.Multiply(a.v.AsUInt32(), b.v.AsUInt32()) : LowHalf(a.v) * LowHalf(b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> LowHalf(Vector512<ulong> a) => a & Vector512.Create(0xfffffffful);
}

internal readonly unsafe struct Words256 : IWords<Words256>
{
    private readonly Vector256<ulong> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words256(Vector256<ulong> v) => this.v = v;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Of(ulong value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Sequence(uint first) => new(Vector256.Create((ulong)first) + Vector256<ulong>.Indices * 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Words256 Even, Words256 Odd) Load(uint* source)
    {
        var both = Vector256.Load(source).AsUInt64();
        return (new(LowHalf(both)), new(both >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Words256 even, Words256 odd, int shift, uint* destination) =>
        Vector256.Store((LowHalf(even.v) | (odd.v << 32)).AsUInt32() >> shift, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator +(Words256 a, Words256 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 operator ^(Words256 a, Words256 b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 HighHalf(Words256 a) => new(a.v >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words256 Multiply(Words256 a, Words256 b) => new(
        Avx2.IsSupported ? Avx2.Multiply(a.v.AsUInt32(), b.v.AsUInt32()) : LowHalf(a.v) * LowHalf(b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> LowHalf(Vector256<ulong> a) => a & Vector256.Create(0xfffffffful);
}

internal readonly unsafe struct Words128 : IWords<Words128>
{
    private readonly Vector128<ulong> v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Words128(Vector128<ulong> v) => this.v = v;

    public static int Count => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Of(ulong value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Sequence(uint first) => new(Vector128.Create((ulong)first) + Vector128<ulong>.Indices * 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Words128 Even, Words128 Odd) Load(uint* source)
    {
        var both = Vector128.Load(source).AsUInt64();
        return (new(LowHalf(both)), new(both >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Words128 even, Words128 odd, int shift, uint* destination) =>
        Vector128.Store((LowHalf(even.v) | (odd.v << 32)).AsUInt32() >> shift, destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 operator +(Words128 a, Words128 b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 operator ^(Words128 a, Words128 b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 HighHalf(Words128 a) => new(a.v >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words128 Multiply(Words128 a, Words128 b) => new(
        Sse2.IsSupported ? Sse2.Multiply(a.v.AsUInt32(), b.v.AsUInt32())
            : AdvSimd.IsSupported
                ? AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(a.v), AdvSimd.ExtractNarrowingLower(b.v))
                : LowHalf(a.v) * LowHalf(b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> LowHalf(Vector128<ulong> a) => a & Vector128.Create(0xfffffffful);
}

internal readonly unsafe struct WordsScalar : IWords<WordsScalar>
{
    private readonly ulong v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private WordsScalar(ulong v) => this.v = v;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordsScalar Of(ulong value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordsScalar Sequence(uint first) => new(first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (WordsScalar Even, WordsScalar Odd) Load(uint* source) => (new(source[0]), new(source[1]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(WordsScalar even, WordsScalar odd, int shift, uint* destination)
    {
        destination[0] = (uint)even.v >> shift;
        destination[1] = (uint)odd.v >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordsScalar operator +(WordsScalar a, WordsScalar b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordsScalar operator ^(WordsScalar a, WordsScalar b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordsScalar HighHalf(WordsScalar a) => new(a.v >> 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordsScalar Multiply(WordsScalar a, WordsScalar b) => new((ulong)(uint)a.v * (uint)b.v);
}

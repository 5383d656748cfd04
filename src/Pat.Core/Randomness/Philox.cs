using System.Runtime.CompilerServices;

namespace Pat.Core.Randomness;

/// <summary>Philox4x32-10: ten rounds of multiplication and exclusive or that turn a counter into four random words.</summary>
/// <remarks>Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11, doi 10.1145/2063384.2063405.</remarks>
internal static unsafe class Philox
{
    /// <summary>How many blocks are computed side by side, at every vector width.</summary>
    public const int Blocks = 16;

    private const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57;
    private const uint W0 = 0x9E3779B9, W1 = 0xBB67AE85;

    /// <summary>
    /// The words of sixteen blocks of one run: block b has the counter (<paramref name="first"/> + b, run mod 2^32, run / 2^32, 0),
    /// and its word w goes to words[16 w + b], shifted right by <paramref name="shift"/> bits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OfRun<W>(ulong key, long run, uint first, int shift, uint* words) where W : unmanaged, IWords<W>
    {
        for (var b = 0; b < Blocks; b += 2 * W.Count)
        {
            var even = W.Sequence(first + (uint)b);
            Encrypt(key, even, even + W.Of(1), W.Of((ulong)run), W.Of((ulong)run), shift, words + b);
        }
    }

    /// <summary>The same for any sixteen blocks: counter table[b] of run <paramref name="run"/> + table[16 + b].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OfTable<W>(ulong key, long run, uint* table, int shift, uint* words) where W : unmanaged, IWords<W>
    {
        for (var b = 0; b < Blocks; b += 2 * W.Count)
        {
            var (even, odd) = W.Load(table + b);
            var (evenRun, oddRun) = W.Load(table + Blocks + b);
            Encrypt(key, even, odd, evenRun + W.Of((ulong)run), oddRun + W.Of((ulong)run), shift, words + b);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Encrypt<W>(ulong key, W even0, W odd0, W evenRun, W oddRun, int shift, uint* words) where W : unmanaged, IWords<W>
    {
        var (even1, even2, even3) = (evenRun, W.HighHalf(evenRun), W.Of(0));
        var (odd1, odd2, odd3) = (oddRun, W.HighHalf(oddRun), W.Of(0));
        W k0 = W.Of((uint)key), k1 = W.Of((uint)(key >> 32));
        for (var round = 0; round < 10; round++)
        {
            (even0, even1, even2, even3) = Round(even0, even1, even2, even3, k0, k1);
            (odd0, odd1, odd2, odd3) = Round(odd0, odd1, odd2, odd3, k0, k1);
            k0 += W.Of(W0);
            k1 += W.Of(W1);
        }
        W.Store(even0, odd0, shift, words);
        W.Store(even1, odd1, shift, words + Blocks);
        W.Store(even2, odd2, shift, words + 2 * Blocks);
        W.Store(even3, odd3, shift, words + 3 * Blocks);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (W, W, W, W) Round<W>(W c0, W c1, W c2, W c3, W k0, W k1) where W : unmanaged, IWords<W>
    {
        var p0 = W.Multiply(c0, W.Of(M0));
        var p1 = W.Multiply(c2, W.Of(M1));
        return (W.HighHalf(p1) ^ (c1 ^ k0), p1, W.HighHalf(p0) ^ (c3 ^ k1), p0); // what is known early is combined first
    }
}

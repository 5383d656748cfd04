using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Core.Randomness;

/// <summary>Fills rows with the numbers of consecutive runs; see <see cref="Noise"/> for which block and word an element comes from.</summary>
/// <remarks>Words are drawn for some hundred numbers, then turned into numbers, so that both loops have independent work to overlap.</remarks>
internal readonly unsafe struct DrawKernel<TDistribution>(ulong key, long firstRun, int rows, int columns, float* destination) : ILaneKernel
    where TDistribution : struct, IDistribution
{
    private const int Sixteen = Philox.Blocks;
    private const int Group = 4 * Sixteen;     // numbers of sixteen blocks
    private const int Pass = 4 * Group;        // numbers of a pass over a wide row
    private const int CacheLine = 64;

    public void Run<V>() where V : unmanaged, ILane<V>
    {
        if (columns <= Sixteen)
            FillNarrow<V>();
        else
            FillWide<V>();
    }

    // Sixteen elements side by side are sixteen columns of one row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private void FillWide<V>() where V : unmanaged, ILane<V>
    {
        var memory = stackalloc byte[2 * Pass * sizeof(float) + CacheLine];
        var words = (uint*)Align(memory);
        var padded = (float*)(words + Pass);
        for (var row = 0; row < rows; row++)
        {
            var to = destination + (nint)row * columns;
            for (var e = 0; e < columns; e += Pass)
            {
                var count = Math.Min(Pass, columns - e);
                for (var i = 0; i < count; i += Group)
                    WordsOfRun<V>(firstRun + row, (uint)(e + i) / 4, words + i);
                var numbers = count < Pass ? padded : to + e;
                TDistribution.Draw<V>(words, numbers, (count + 2 * Sixteen - 1) / (2 * Sixteen));
                if (count < Pass)
                    Unsafe.CopyBlockUnaligned(to + e, padded, (uint)count * sizeof(float));
            }
        }
    }

    // Rows of at most sixteen columns use the first word of a block (normals the first pair), so sixteen elements side by side are taken
    // across rows. Which block and row they are repeats every sixteen rows: a pass of whole sixteens of rows finds them in a table.
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private void FillNarrow<V>() where V : unmanaged, ILane<V>
    {
        const int most = Sixteen; // sixteens of elements in a pass
        var memory = stackalloc byte[(3 * most * 2 * Sixteen + Group) * sizeof(float) + CacheLine];
        var table = (uint*)Align(memory);
        var numbers = (float*)(table + most * 2 * Sixteen);
        var words = table + 2 * most * 2 * Sixteen;
        var rowsOfPass = Sixteen * Math.Max(1, most / 2 / Math.Max(1, columns));
        var length = (long)rows * columns;
        FillTable(table, (int)Math.Min(rowsOfPass * columns, length));
        for (long start = 0, run = firstRun; start < length; start += rowsOfPass * columns, run += rowsOfPass)
        {
            var count = (int)Math.Min(rowsOfPass * columns, length - start);
            for (var i = 0; i < count; i += Sixteen)
                WordsOfTable<V>(run, table + 2 * i, words + 2 * i); // the next call overwrites the second pair, which is not used
            TDistribution.Draw<V>(words, numbers, (count + Sixteen - 1) / Sixteen);
            for (var i = 0; i < count; i += Sixteen)
                Copy<V>(numbers + 2 * i, destination + start + i, Math.Min(Sixteen, count - i));
        }
    }

    private void FillTable(uint* table, int count)
    {
        var (row, column) = (0u, 0u);
        for (var i = 0; i < count; i++)
        {
            var entry = table + (i & ~(Sixteen - 1)) + i;
            (entry[0], entry[Sixteen]) = (column, row);
            if (++column == columns)
                (column, row) = (0, row + 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<V>(float* from, float* to, int count) where V : unmanaged, ILane<V>
    {
        if (count < Sixteen)
        {
            Unsafe.CopyBlockUnaligned(to, from, (uint)count * sizeof(float));
            return;
        }
        for (var i = 0; i < Sixteen; i += V.Count)
            V.Store(V.Load(from + i), to + i);
    }

    // The stack itself is aligned to 16 bytes only.
    private static void* Align(void* memory) => (void*)(((nuint)memory + CacheLine - 1) & ~(nuint)(CacheLine - 1));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WordsOfRun<V>(long run, uint first, uint* words) where V : unmanaged, ILane<V>
    {
        if (V.Count == 16)
            Philox.OfRun<Words512>(key, run, first, TDistribution.Shift, words);
        else if (V.Count == 8)
            Philox.OfRun<Words256>(key, run, first, TDistribution.Shift, words);
        else if (V.Count == 4)
            Philox.OfRun<Words128>(key, run, first, TDistribution.Shift, words);
        else
            Philox.OfRun<WordsScalar>(key, run, first, TDistribution.Shift, words);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WordsOfTable<V>(long run, uint* table, uint* words) where V : unmanaged, ILane<V>
    {
        if (V.Count == 16)
            Philox.OfTable<Words512>(key, run, table, TDistribution.Shift, words);
        else if (V.Count == 8)
            Philox.OfTable<Words256>(key, run, table, TDistribution.Shift, words);
        else if (V.Count == 4)
            Philox.OfTable<Words128>(key, run, table, TDistribution.Shift, words);
        else
            Philox.OfTable<WordsScalar>(key, run, table, TDistribution.Shift, words);
    }
}

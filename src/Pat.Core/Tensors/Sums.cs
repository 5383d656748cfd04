using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pat.Core.Tensors;

/// <summary>Sums of float32 numbers in double. The order of additions depends on lengths alone, so every vector width gives the same bits.</summary>
internal static class Sums
{
    /// <summary>Partial sums of a sum of all numbers.</summary>
    public const int Partials = 32;

    /// <summary>Columns whose sums over the rows are taken together.</summary>
    public const int ColumnBlock = 256;

    /// <summary>The sum of all numbers: partial sums of every 32nd, added from first to last.</summary>
    public static double Of(ReadOnlySpan<float> x)
    {
        Span<double> partials = stackalloc double[Partials];
        partials.Clear();
        AddPiece(partials, x);
        return Total(partials, x.Length);
    }

    /// <summary>The sum of each group of neighbouring numbers, with the bits of <see cref="Of"/>.</summary>
    /// <param name="x">The groups, one after the other.</param>
    /// <param name="sums">One for each group.</param>
    public static void OfGroups(ReadOnlySpan<float> x, Span<double> sums)
    {
        const int together = 4; // their chains of additions run side by side
        var size = sums.IsEmpty ? 0 : x.Length / sums.Length;
        Span<double> partials = stackalloc double[together * Partials];
        var group = 0;
        for (; group <= sums.Length - together; group += together)
        {
            partials.Clear();
            for (var i = 0; i < together; i++)
                AddPiece(partials.Slice(i * Partials, Partials), x.Slice((group + i) * size, size));
            FourInOrder(partials, Math.Min(Partials, size), sums.Slice(group, together));
        }
        for (; group < sums.Length; group++)
            sums[group] = Of(x.Slice(group * size, size));
    }

    /// <summary>Adds a piece of all numbers to the partial sums, which start at 0. Every piece but the last has a multiple of 32 numbers.</summary>
    public static void AddPiece(Span<double> partials, ReadOnlySpan<float> x)
    {
        var whole = x.Length / Partials * Partials;
        AddRows(partials, x, x.Length / Partials, Partials);
        AddRows(partials[..(x.Length - whole)], x[whole..], rows: 1, Partials);
    }

    /// <summary>The sum of all numbers, whose partial sums are complete.</summary>
    /// <param name="partials">The partial sums.</param>
    /// <param name="length">How many numbers.</param>
    public static double Total(ReadOnlySpan<double> partials, int length) => InOrder(partials[..Math.Min(Partials, length)]);

    /// <summary>The sum of x y, each product exact.</summary>
    public static double OfProducts(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Span<double> partials = stackalloc double[Partials];
        partials.Clear();
        var whole = x.Length / Partials * Partials;
        AddProductRows(partials, x, y, x.Length / Partials);
        AddProductRows(partials[..(x.Length - whole)], x[whole..], y[whole..], rows: 1);
        return InOrder(partials[..Math.Min(Partials, x.Length)]);
    }

    /// <summary>The sum over the rows of [batch, n], shape [n], from the first row to the last; times <paramref name="factor"/>.</summary>
    public static Tensor OverRows(Tensor x, double factor = 1)
    {
        var n = x.RowLength;
        var sum = Tensor.CreateUninitialized(n);
        var destination = sum.AsSpan();
        Span<double> partials = stackalloc double[ColumnBlock];
        for (var column = 0; column < n; column += ColumnBlock)
        {
            var count = Math.Min(ColumnBlock, n - column);
            partials.Clear();
            if (x.Rows > 0)
                AddRows(partials[..count], x.Values[column..], x.Rows, n);
            for (var i = 0; i < count; i++)
                destination[column + i] = (float)(factor * partials[i]);
        }
        return sum;
    }

    private static void FourInOrder(ReadOnlySpan<double> partials, int count, Span<double> sums)
    {
        var (s0, s1, s2, s3) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            s0 += partials[i];
            s1 += partials[Partials + i];
            s2 += partials[2 * Partials + i];
            s3 += partials[3 * Partials + i];
        }
        (sums[0], sums[1], sums[2], sums[3]) = (s0, s1, s2, s3);
    }

    private static double InOrder(ReadOnlySpan<double> partials)
    {
        var sum = 0.0;
        foreach (var partial in partials)
            sum += partial;
        return sum;
    }

    /// <summary>sums[c] += x[r stride + c] for all rows r, in order.</summary>
    /// <remarks>The sums of two vectors of columns stay in registers.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(Span<double> sums, ReadOnlySpan<float> x, int rows, int stride)
    {
        var (width, half) = (Vector<float>.Count, Vector<double>.Count);
        var c = 0;
        for (; c <= sums.Length - 2 * width; c += 2 * width)
        {
            var to = sums.Slice(c, 2 * width);
            Vector<double> s0 = new(to), s1 = new(to[half..]), s2 = new(to[width..]), s3 = new(to[(width + half)..]);
            for (var i = c; i < rows * stride; i += stride)
            {
                var from = x.Slice(i, 2 * width);
                Vector.Widen(new Vector<float>(from), out var low, out var high);
                s0 += low;
                s1 += high;
                Vector.Widen(new Vector<float>(from[width..]), out low, out high);
                s2 += low;
                s3 += high;
            }
            s0.CopyTo(to);
            s1.CopyTo(to[half..]);
            s2.CopyTo(to[width..]);
            s3.CopyTo(to[(width + half)..]);
        }
        for (; c <= sums.Length - width; c += width)
        {
            var to = sums.Slice(c, width);
            Vector<double> s0 = new(to), s1 = new(to[half..]);
            for (var i = c; i < rows * stride; i += stride)
            {
                Vector.Widen(new Vector<float>(x.Slice(i, width)), out var low, out var high);
                s0 += low;
                s1 += high;
            }
            s0.CopyTo(to);
            s1.CopyTo(to[half..]);
        }
        for (; c < sums.Length; c++)
        {
            for (var i = c; i < rows * stride; i += stride)
                sums[c] += x[i];
        }
    }

    // The same for x y, with rows of the partial sums.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProductRows(Span<double> sums, ReadOnlySpan<float> x, ReadOnlySpan<float> y, int rows)
    {
        var (width, half) = (Vector<float>.Count, Vector<double>.Count);
        var c = 0;
        for (; c <= sums.Length - width; c += width)
        {
            var to = sums.Slice(c, width);
            Vector<double> s0 = new(to), s1 = new(to[half..]);
            for (var i = c; i < rows * Partials; i += Partials)
            {
                Vector.Widen(new Vector<float>(x.Slice(i, width)), out var xLow, out var xHigh);
                Vector.Widen(new Vector<float>(y.Slice(i, width)), out var yLow, out var yHigh);
                s0 += xLow * yLow;
                s1 += xHigh * yHigh;
            }
            s0.CopyTo(to);
            s1.CopyTo(to[half..]);
        }
        for (; c < sums.Length; c++)
        {
            for (var i = c; i < rows * Partials; i += Partials)
                sums[c] += (double)x[i] * y[i];
        }
    }
}

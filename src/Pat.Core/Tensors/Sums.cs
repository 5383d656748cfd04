using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pat.Core.Tensors;

/// <summary>Sums of float32 numbers in double. The order of additions depends on lengths alone, so every vector width gives the same bits.</summary>
internal static class Sums
{
    private const int Partials = 32;
    private const int ColumnBlock = 256;

    /// <summary>The sum of all numbers: partial sums of every 32nd, added from first to last.</summary>
    public static double Of(ReadOnlySpan<float> x)
    {
        Span<double> partials = stackalloc double[Partials];
        partials.Clear();
        for (var start = 0; start < x.Length; start += Partials)
            AddTo(partials, x.Slice(start, Math.Min(Partials, x.Length - start)));
        return InOrder(partials[..Math.Min(Partials, x.Length)]);
    }

    /// <summary>The sum of x y, each product exact.</summary>
    public static double OfProducts(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Span<double> partials = stackalloc double[Partials];
        partials.Clear();
        for (var start = 0; start < x.Length; start += Partials)
        {
            var count = Math.Min(Partials, x.Length - start);
            AddProductsTo(partials, x.Slice(start, count), y.Slice(start, count));
        }
        return InOrder(partials[..Math.Min(Partials, x.Length)]);
    }

    /// <summary>The sum over the rows of [batch, n], shape [n], from the first row to the last; times <paramref name="factor"/>.</summary>
    public static Tensor OverRows(Tensor x, double factor = 1)
    {
        var n = x.RowLength;
        var sum = Tensor.CreateUninitialized(n);
        var source = x.Values;
        var destination = sum.AsSpan();
        Span<double> partials = stackalloc double[ColumnBlock];
        for (var column = 0; column < n; column += ColumnBlock)
        {
            var count = Math.Min(ColumnBlock, n - column);
            partials.Clear();
            for (var row = 0; row < x.Rows; row++)
                AddTo(partials, source.Slice(row * n + column, count));
            for (var i = 0; i < count; i++)
                destination[column + i] = (float)(factor * partials[i]);
        }
        return sum;
    }

    private static double InOrder(ReadOnlySpan<double> partials)
    {
        var sum = 0.0;
        foreach (var partial in partials)
            sum += partial;
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTo(Span<double> sums, ReadOnlySpan<float> x)
    {
        var i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(x[i..]), out var low, out var high);
            Add(low, sums[i..]);
            Add(high, sums[(i + Vector<double>.Count)..]);
        }
        for (; i < x.Length; i++)
            sums[i] += x[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProductsTo(Span<double> sums, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var i = 0;
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(x[i..]), out var xLow, out var xHigh);
            Vector.Widen(new Vector<float>(y[i..]), out var yLow, out var yHigh);
            Add(xLow * yLow, sums[i..]);
            Add(xHigh * yHigh, sums[(i + Vector<double>.Count)..]);
        }
        for (; i < x.Length; i++)
            sums[i] += (double)x[i] * y[i];
    }

    private static void Add(Vector<double> x, Span<double> sums) => (new Vector<double>(sums) + x).CopyTo(sums);
}

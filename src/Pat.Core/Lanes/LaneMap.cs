using System.Runtime.CompilerServices;

namespace Pat.Core.Lanes;

/// <summary>A function of one number, written for lanes. The struct's fields are its constants.</summary>
public interface ILaneUnary
{
    /// <summary>The function of each element.</summary>
    V Apply<V>(V x) where V : unmanaged, ILane<V>;
}

/// <summary>A function of two numbers, written for lanes. The struct's fields are its constants.</summary>
public interface ILaneBinary
{
    /// <summary>The function of each pair of elements.</summary>
    V Apply<V>(V a, V b) where V : unmanaged, ILane<V>;
}

/// <summary>A function of three numbers, written for lanes. The struct's fields are its constants.</summary>
public interface ILaneTernary
{
    /// <summary>The function of each triple of elements.</summary>
    V Apply<V>(V a, V b, V c) where V : unmanaged, ILane<V>;
}

/// <summary>Applies a lane function to every element of spans of any length; an element has the same bits wherever it lies.</summary>
/// <remarks>The result may be written over an argument (the same span); other overlaps are not allowed.</remarks>
public static unsafe class LaneMap
{
    /// <summary>y[i] = op(x[i]).</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Apply<TOp>(ReadOnlySpan<float> x, Span<float> y, TOp op = default) where TOp : struct, ILaneUnary
    {
        if (y.Length != x.Length)
            throw new ArgumentException($"LaneMap: expected a result of {x.Length} values, got {y.Length}.");
        fixed (float* px = x, py = y)
        {
            var kernel = new UnaryKernel<TOp>(px, py, x.Length, op);
            Widest.Run(ref kernel);
        }
    }

    /// <summary>y[i] = op(a[i], b[i]).</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Apply<TOp>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, TOp op = default)
        where TOp : struct, ILaneBinary
    {
        if (b.Length != a.Length || y.Length != a.Length)
            throw new ArgumentException($"LaneMap: expected arguments and result of {a.Length} values, got {b.Length} and {y.Length}.");
        fixed (float* pa = a, pb = b, py = y)
        {
            var kernel = new BinaryKernel<TOp>(pa, pb, py, a.Length, op);
            Widest.Run(ref kernel);
        }
    }

    /// <summary>y[i] = op(a[i], b[i], c[i]).</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Apply<TOp>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, Span<float> y, TOp op = default)
        where TOp : struct, ILaneTernary
    {
        if (b.Length != a.Length || c.Length != a.Length || y.Length != a.Length)
            throw new ArgumentException($"LaneMap: expected arguments and result of {a.Length} values, got {b.Length}, {c.Length} and {y.Length}.");
        fixed (float* pa = a, pb = b, pc = c, py = y)
        {
            var kernel = new TernaryKernel<TOp>(pa, pb, pc, py, a.Length, op);
            Widest.Run(ref kernel);
        }
    }

    private readonly struct UnaryKernel<TOp>(float* x, float* y, int length, TOp op) : ILaneKernel where TOp : struct, ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>() where V : unmanaged, ILane<V>
        {
            float* from = x, to = y;
            var f = op;
            var i = 0;
            for (; i <= length - V.Count; i += V.Count)
                V.Store(f.Apply(V.Load(from + i)), to + i);
            if (i == length)
                return;
            var padded = stackalloc float[V.Count];
            var rest = length - i;
            Unsafe.CopyBlockUnaligned(padded, from + i, (uint)rest * sizeof(float));
            V.Store(f.Apply(V.Load(padded)), padded);
            Unsafe.CopyBlockUnaligned(to + i, padded, (uint)rest * sizeof(float));
        }
    }

    private readonly struct BinaryKernel<TOp>(float* a, float* b, float* y, int length, TOp op) : ILaneKernel
        where TOp : struct, ILaneBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>() where V : unmanaged, ILane<V>
        {
            float* left = a, right = b, to = y;
            var f = op;
            var i = 0;
            for (; i <= length - V.Count; i += V.Count)
                V.Store(f.Apply(V.Load(left + i), V.Load(right + i)), to + i);
            if (i == length)
                return;
            var padded = stackalloc float[2 * V.Count];
            var rest = length - i;
            Unsafe.CopyBlockUnaligned(padded, left + i, (uint)rest * sizeof(float));
            Unsafe.CopyBlockUnaligned(padded + V.Count, right + i, (uint)rest * sizeof(float));
            V.Store(f.Apply(V.Load(padded), V.Load(padded + V.Count)), padded);
            Unsafe.CopyBlockUnaligned(to + i, padded, (uint)rest * sizeof(float));
        }
    }

    private readonly struct TernaryKernel<TOp>(float* a, float* b, float* c, float* y, int length, TOp op) : ILaneKernel
        where TOp : struct, ILaneTernary
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>() where V : unmanaged, ILane<V>
        {
            float* first = a, second = b, third = c, to = y;
            var f = op;
            var i = 0;
            for (; i <= length - V.Count; i += V.Count)
                V.Store(f.Apply(V.Load(first + i), V.Load(second + i), V.Load(third + i)), to + i);
            if (i == length)
                return;
            var padded = stackalloc float[3 * V.Count];
            var rest = (uint)(length - i) * sizeof(float);
            Unsafe.CopyBlockUnaligned(padded, first + i, rest);
            Unsafe.CopyBlockUnaligned(padded + V.Count, second + i, rest);
            Unsafe.CopyBlockUnaligned(padded + 2 * V.Count, third + i, rest);
            V.Store(f.Apply(V.Load(padded), V.Load(padded + V.Count), V.Load(padded + 2 * V.Count)), padded);
            Unsafe.CopyBlockUnaligned(to + i, padded, rest);
        }
    }
}

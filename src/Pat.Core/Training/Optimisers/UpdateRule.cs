using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Optimisers;

/// <summary>One step of an optimiser for one lane vector of parameters.</summary>
internal interface IUpdateRule
{
    /// <summary>Changes the parameters p and the moments a and b by the gradient g. Moments that the rule does not have are scratch.</summary>
    void Step<V>(ref V p, V g, ref V a, ref V b) where V : unmanaged, ILane<V>;
}

/// <summary>Runs an update rule over all elements of a parameter, on the widest lanes.</summary>
internal static unsafe class UpdateRule
{
    public static void Run<TRule>(TRule rule, Tensor parameter, Tensor gradient, Tensor? a = null, Tensor? b = null)
        where TRule : struct, IUpdateRule
    {
        fixed (float* p = parameter.AsSpan(), g = gradient.Values, pa = Span(a), pb = Span(b))
        {
            var kernel = new Kernel<TRule>(rule, parameter.Length, p, g, pa, pb);
            Widest.Run(ref kernel);
        }
    }

    private static Span<float> Span(Tensor? moments) => moments is null ? default : moments.AsSpan();

    private readonly struct Kernel<TRule>(TRule rule, int length, float* p, float* g, float* a, float* b) : ILaneKernel
        where TRule : struct, IUpdateRule
    {
        private const int Widest = 16;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>() where V : unmanaged, ILane<V>
        {
            var scratch = stackalloc float[Widest];
            var (stepA, stepB) = (a == null ? 0 : 1, b == null ? 0 : 1);
            var baseA = a == null ? scratch : a;
            var baseB = b == null ? scratch : b;
            var i = 0;
            for (; i + V.Count <= length; i += V.Count)
                Step<V>(p + i, g + i, baseA + i * stepA, baseB + i * stepB);
            if (i == length)
                return;

            // The last elements go through a full vector too, so that each has the same bits wherever it lies.
            var padded = stackalloc float[4 * Widest];
            var rest = length - i;
            Copy(p + i, padded, rest);
            Copy(g + i, padded + Widest, rest);
            Copy(baseA + i * stepA, padded + 2 * Widest, rest);
            Copy(baseB + i * stepB, padded + 3 * Widest, rest);
            Step<V>(padded, padded + Widest, padded + 2 * Widest, padded + 3 * Widest);
            Copy(padded, p + i, rest);
            Copy(padded + 2 * Widest, baseA + i * stepA, rest);
            Copy(padded + 3 * Widest, baseB + i * stepB, rest);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Step<V>(float* p, float* g, float* a, float* b) where V : unmanaged, ILane<V>
        {
            var (vp, va, vb) = (V.Load(p), V.Load(a), V.Load(b));
            rule.Step(ref vp, V.Load(g), ref va, ref vb);
            V.Store(vp, p);
            V.Store(va, a);
            V.Store(vb, b);
        }

        private static void Copy(float* source, float* destination, int count) =>
            new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(destination, count));
    }
}

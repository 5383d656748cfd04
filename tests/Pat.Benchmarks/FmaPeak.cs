using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Benchmarks;

/// <summary>
/// The most fused multiply-adds that one thread can do: 12 independent chains in registers at the widest vector,
/// which covers a latency of up to 6 cycles at two a cycle.
/// </summary>
internal static class FmaPeak
{
    private const int Steps = 50_000;

    /// <summary>Floating-point operations of one call; a multiply-add counts as two.</summary>
    public static double Operations => 2.0 * 12 * Widest.Count * Steps;

    public static void Run()
    {
        var chains = new Chains();
        Widest.Run(ref chains);
        if (float.IsNaN(chains.Sum))
            throw new InvalidOperationException("FmaPeak: the chains diverged.");
    }

    private struct Chains : ILaneKernel
    {
        public float Sum;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public unsafe void Run<V>() where V : unmanaged, ILane<V>
        {
            // Each chain tends to y / (1 - x) = 1 and never leaves the normal numbers.
            V x = V.Of(0.75f), y = V.Of(0.25f);
            V c0 = x, c1 = x, c2 = x, c3 = x, c4 = x, c5 = x, c6 = x, c7 = x, c8 = x, c9 = x, c10 = x, c11 = x;
            for (var i = 0; i < Steps; i++)
            {
                c0 = V.MultiplyAdd(c0, x, y);
                c1 = V.MultiplyAdd(c1, x, y);
                c2 = V.MultiplyAdd(c2, x, y);
                c3 = V.MultiplyAdd(c3, x, y);
                c4 = V.MultiplyAdd(c4, x, y);
                c5 = V.MultiplyAdd(c5, x, y);
                c6 = V.MultiplyAdd(c6, x, y);
                c7 = V.MultiplyAdd(c7, x, y);
                c8 = V.MultiplyAdd(c8, x, y);
                c9 = V.MultiplyAdd(c9, x, y);
                c10 = V.MultiplyAdd(c10, x, y);
                c11 = V.MultiplyAdd(c11, x, y);
            }
            var sums = stackalloc float[V.Count];
            V.Store(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11, sums);
            Sum = sums[0];
        }
    }
}

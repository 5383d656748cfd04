using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Core.Training.Optimisers;

/// <summary>The step that <see cref="Adam"/> and <see cref="AdamW"/> share. The bias corrections of step t are worked into its constants.</summary>
internal readonly struct AdamRule(float keep, float rate, float beta1, float rest1, float beta2, float rest2, float scale, float epsilon)
    : IUpdateRule
{
    /// <summary>The rule at step t ≥ 1: p ← (1 − η λ) p − η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε).</summary>
    public static AdamRule AtStep(double t, double learningRate, double weightDecay, double beta1, double beta2, double epsilon) => new(
        keep: (float)(1 - learningRate * weightDecay),
        rate: (float)(learningRate / (1 - Math.Pow(beta1, t))),
        (float)beta1, (float)(1 - beta1), (float)beta2, (float)(1 - beta2),
        scale: (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, t))),
        (float)epsilon);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<V>(ref V p, V g, ref V m, ref V v) where V : unmanaged, ILane<V>
    {
        m = V.MultiplyAdd(V.Of(beta1), m, V.Of(rest1) * g);
        v = V.MultiplyAdd(V.Of(beta2), v, V.Of(rest2) * g * g);
        p = V.NegatedMultiplyAdd(V.Of(rate), m / V.MultiplyAdd(V.Sqrt(v), V.Of(scale), V.Of(epsilon)), V.Of(keep) * p);
    }
}

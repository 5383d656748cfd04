using Pat.Core.Lanes;

namespace Pat.Core.Autodiff;

// Element by element, for any shape.
public static partial class Op
{
    /// <summary>The hyperbolic tangent.</summary>
    public static Var Tanh(Var x) => Elements.RecordByResult(x, new TanhValue(), new TanhRule());

    private readonly struct TanhValue : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Tanh(x);
    }

    private readonly struct TanhRule : ILaneBinary
    {
        public V Apply<V>(V dy, V y) where V : unmanaged, ILane<V> => dy * V.NegatedMultiplyAdd(y, y, V.Of(1));
    }

    /// <summary>The logistic function 1 / (1 + e^−x).</summary>
    public static Var Sigmoid(Var x) => Elements.Record(x, new SigmoidValue(), new SigmoidRule());

    private readonly struct SigmoidValue : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Sigmoid(x);
    }

    private readonly struct SigmoidRule : ILaneBinary
    {
        public V Apply<V>(V dy, V x) where V : unmanaged, ILane<V>
        {
            // e^−|x| / (1 + e^−|x|)²: y (1 − y) would lose its digits for large x.
            var t = LaneMath.Exp(-V.Abs(x));
            var s = V.Of(1) + t;
            return dy * t / (s * s);
        }
    }

    /// <summary>max(0, x), with derivative 0 at 0.</summary>
    public static Var Relu(Var x) => Elements.Record(x, new ReluValue(), new ReluRule());

    private readonly struct ReluValue : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => V.Max(x, V.Of(0));
    }

    private readonly struct ReluRule : ILaneBinary
    {
        public V Apply<V>(V dy, V x) where V : unmanaged, ILane<V> => V.WhereLess(V.Of(0), x, dy, V.Of(0));
    }

    /// <summary>x / (1 + e^−x), the sigmoid linear unit (Elfwing, Uchibe, Doya, Neural Networks 107, 2018, doi 10.1016/j.neunet.2017.12.012).</summary>
    public static Var Silu(Var x) => Elements.Record(x, new SiluValue(), new SiluRule());

    private readonly struct SiluValue : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => x * LaneMath.Sigmoid(x);
    }

    private readonly struct SiluRule : ILaneBinary
    {
        public V Apply<V>(V dy, V x) where V : unmanaged, ILane<V>
        {
            var s = LaneMath.Sigmoid(x);
            return dy * V.MultiplyAdd(x * s, LaneMath.Sigmoid(-x), s);
        }
    }

    /// <summary>ln(1 + e^(βx)) / β, a smooth ReLU.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="beta">Sharpness β, positive.</param>
    public static Var Softplus(Var x, float beta = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(beta);
        return Elements.Record(x, new SoftplusValue(beta), new SoftplusRule(beta));
    }

    private readonly struct SoftplusValue(float beta) : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Softplus(V.Of(beta) * x) / V.Of(beta);
    }

    private readonly struct SoftplusRule(float beta) : ILaneBinary
    {
        public V Apply<V>(V dy, V x) where V : unmanaged, ILane<V> => dy * LaneMath.Sigmoid(V.Of(beta) * x);
    }

    /// <summary>x where it lies in [min, max], otherwise the nearer end. The derivative is 1 in the closed range, both ends included, and 0 outside.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="min">Lower end.</param>
    /// <param name="max">Upper end, not below the lower.</param>
    public static Var Clamp(Var x, float min, float max)
    {
        RequireRange("Clamp", min, max);
        return Elements.Record(x, new ClampValue(min, max), new ClampRule(min, max));
    }

    private static void RequireRange(string operation, float min, float max)
    {
        if (!(min <= max))
            throw new ArgumentOutOfRangeException(nameof(min), $"{operation}: the lower end {min} must not exceed the upper end {max}.");
    }

    private readonly struct ClampValue(float min, float max) : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => V.Max(V.Of(min), V.Min(V.Of(max), x));
    }

    private readonly struct ClampRule(float min, float max) : ILaneBinary
    {
        public V Apply<V>(V dy, V x) where V : unmanaged, ILane<V> =>
            V.WhereLess(x, V.Of(min), V.Of(0), V.WhereLess(V.Of(max), x, V.Of(0), dy));
    }
}

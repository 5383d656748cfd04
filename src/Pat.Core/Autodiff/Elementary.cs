using Pat.Core.Lanes;

namespace Pat.Core.Autodiff;

// Element by element, for any shape.
public static partial class Op
{
    /// <summary>sin x, x in radians, |x| up to 10⁶; NaN beyond.</summary>
    public static Var Sin(Var x) => Elements.Record(x, new SinValue(), new SinRule());

    private readonly struct SinValue : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Sin(x);
    }

    private readonly struct SinRule : ILaneBinary
    {
        public V Apply<V>(V dy, V x) where V : unmanaged, ILane<V> => dy * LaneMath.Cos(x);
    }

    /// <summary>cos x, x in radians, |x| up to 10⁶; NaN beyond.</summary>
    public static Var Cos(Var x) => Elements.Record(x, new CosValue(), new CosRule());

    private readonly struct CosValue : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Cos(x);
    }

    private readonly struct CosRule : ILaneBinary
    {
        public V Apply<V>(V dy, V x) where V : unmanaged, ILane<V> => -dy * LaneMath.Sin(x);
    }

    /// <summary>e^x; infinite above 88.72.</summary>
    public static Var Exp(Var x) => Elements.RecordByResult(x, new ExpValue(), new ExpRule());

    internal readonly struct ExpValue : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Exp(x);
    }

    private readonly struct ExpRule : ILaneBinary
    {
        public V Apply<V>(V dy, V y) where V : unmanaged, ILane<V> => dy * y;
    }

    /// <summary>The natural logarithm; −∞ at 0 and NaN below.</summary>
    public static Var Log(Var x) => Elements.Record(x, new LogValue(), new LogRule());

    private readonly struct LogValue : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Log(x);
    }

    private readonly struct LogRule : ILaneBinary
    {
        public V Apply<V>(V dy, V x) where V : unmanaged, ILane<V> => dy / x;
    }

    /// <summary>The square root; NaN below 0. Its derivative at 0 is infinite.</summary>
    public static Var Sqrt(Var x) => Elements.RecordByResult(x, new SqrtValue(), new SqrtRule());

    private readonly struct SqrtValue : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => V.Sqrt(x);
    }

    private readonly struct SqrtRule : ILaneBinary
    {
        public V Apply<V>(V dy, V y) where V : unmanaged, ILane<V> => V.Of(0.5f) * dy / y;
    }

    /// <summary>x².</summary>
    public static Var Square(Var x) => Elements.Record(x, new SquareValue(), new SquareRule());

    private readonly struct SquareValue : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => x * x;
    }

    private readonly struct SquareRule : ILaneBinary
    {
        public V Apply<V>(V dy, V x) where V : unmanaged, ILane<V> => dy * (x + x);
    }

    /// <summary>|x|, with derivative 0 at 0.</summary>
    public static Var Abs(Var x) => Elements.Record(x, new AbsValue(), new AbsRule());

    internal readonly struct AbsValue : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => V.Abs(x);
    }

    private readonly struct AbsRule : ILaneBinary
    {
        public V Apply<V>(V dy, V x) where V : unmanaged, ILane<V> => dy * Sign(x);
    }

    // −1, 0 or 1; NaN where x is.
    internal static V Sign<V>(V x) where V : unmanaged, ILane<V> =>
        V.WhereLess(V.Of(0), x, V.Of(1), V.WhereLess(x, V.Of(0), V.Of(-1), x));
}

using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

/// <summary>Functions of one number, applied to every element of a tensor.</summary>
internal static class Elements
{
    /// <summary>Records y = value(x) on the tape, with dx = rule(dy, x).</summary>
    public static Var Record<TValue, TRule>(Var x, TValue value, TRule rule)
        where TValue : struct, ILaneUnary where TRule : struct, ILaneBinary =>
        Var.Record(Map(x.Value, value), [x], dy => [Map(dy, x.Value, rule)]);

    /// <summary>Records y = value(x) on the tape, with dx = rule(dy, y), for derivatives that are cheaper from the result.</summary>
    public static Var RecordByResult<TValue, TRule>(Var x, TValue value, TRule rule)
        where TValue : struct, ILaneUnary where TRule : struct, ILaneBinary
    {
        var y = Map(x.Value, value);
        return Var.Record(y, [x], dy => [Map(dy, y, rule)]);
    }

    /// <summary>op(x) of every element.</summary>
    public static Tensor Map<TOp>(Tensor x, TOp op) where TOp : struct, ILaneUnary
    {
        var y = Tensor.CreateLike(x);
        LaneMap.Apply(x.Values, y.AsSpan(), op);
        return y;
    }

    /// <summary>op(a, b) of every pair of elements of equal shapes.</summary>
    public static Tensor Map<TOp>(Tensor a, Tensor b, TOp op) where TOp : struct, ILaneBinary
    {
        var y = Tensor.CreateLike(a);
        LaneMap.Apply(a.Values, b.Values, y.AsSpan(), op);
        return y;
    }
}

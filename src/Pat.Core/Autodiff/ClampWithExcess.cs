using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

public static partial class Op
{
    /// <summary><see cref="Clamp"/> of x, and the mean square of what it cuts off.</summary>
    /// <remarks>Has the bits of y = Clamp(x) and Mean(Square(x − y)), values and gradients, which pass over x four times and back six times; this does it once.</remarks>
    /// <param name="x">Any shape.</param>
    /// <param name="min">Lower end.</param>
    /// <param name="max">Upper end, not below the lower.</param>
    /// <returns>Clamped: the shape of x. Excess: shape [1].</returns>
    public static (Var Clamped, Var Excess) ClampWithExcess(Var x, float min, float max)
    {
        const int pieceLength = 64 * Sums.Partials; // three pieces stay in the first-level cache
        RequireRange("ClampWithExcess", min, max);
        var (clamped, length) = (Tensor.CreateLike(x.Value), x.Value.Length);
        Span<float> squares = stackalloc float[pieceLength];
        Span<double> partials = stackalloc double[Sums.Partials];
        partials.Clear();
        for (var start = 0; start < length; start += pieceLength)
        {
            var count = Math.Min(pieceLength, length - start);
            var from = x.Value.Values.Slice(start, count);
            var to = clamped.AsSpan().Slice(start, count);
            LaneMap.Apply(from, to, new ClampValue(min, max));
            LaneMap.Apply(from, to, squares[..count], new SquaredDifference());
            Sums.AddPiece(partials, squares[..count]);
        }
        return Var.RecordPair(clamped, Number(Sums.Total(partials, length) / length), [x], (dClamped, dExcess) => [(dClamped, dExcess) switch
        {
            ({ } dy, null) => Elements.Map(dy, x.Value, new ClampRule(min, max)),
            (null, { } dMean) => Elements.Map(x.Value, new ExcessRule(min, max, dMean.Values[0] / length)),
            ({ } dy, { } dMean) => Elements.Map(dy, x.Value, new ClampWithExcessRule(min, max, dMean.Values[0] / length)),
            _ => null,
        }]);
    }

    private readonly struct SquaredDifference : ILaneBinary
    {
        public V Apply<V>(V a, V b) where V : unmanaged, ILane<V>
        {
            var difference = a - b;
            return difference * difference;
        }
    }

    private readonly struct ClampWithExcessRule(float min, float max, float weight) : ILaneBinary
    {
        public V Apply<V>(V dy, V x) where V : unmanaged, ILane<V> => WithExcess(dy, x, V.Of(min), V.Of(max), V.Of(weight));
    }

    private readonly struct ExcessRule(float min, float max, float weight) : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => WithExcess(V.Of(0), x, V.Of(min), V.Of(max), V.Of(weight));
    }

    // The excess is x - clamped: its gradient reaches x by both, by the clamped only in range.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithExcess<V>(V dy, V x, V min, V max, V weight) where V : unmanaged, ILane<V>
    {
        var excess = x - V.Max(min, V.Min(max, x));
        var dExcess = weight * (excess + excess);
        return dExcess + V.WhereLess(x, min, V.Of(0), V.WhereLess(max, x, V.Of(0), dy - dExcess));
    }
}

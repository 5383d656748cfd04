using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// What differs from element to element of a device. A value is an element of its own (channels = 0), but samples of a series come from one part of the
/// device: value i belongs to element i mod channels.
/// </summary>
internal static class PerElement
{
    /// <summary>Channels of a series on the way in or out; 0 where every value is an element.</summary>
    public static int ChannelsOf(Placement placement) =>
        placement.Place != Place.Parameters && placement.Port.Layout is Layout.Series series ? series.Channels : 0;

    public static bool Accepts(int channels, Layout layout) => channels == 0 || layout is Layout.Series series && series.Channels == channels;

    /// <summary>How many elements a row of values has.</summary>
    public static int Count(int channels, int values) => channels == 0 ? values : Math.Min(channels, values);

    /// <summary>One standard normal number for each element, for all its values.</summary>
    public static void Normals(Noise noise, long run, int channels, Span<float> row)
    {
        noise.Normals(run, row[..Count(channels, row.Length)]);
        Repeat(channels, row);
    }

    /// <summary>y = x gains + offsets in each row, where one of the two may be empty.</summary>
    public static Tensor Affine(Tensor x, ReadOnlySpan<float> gains, ReadOnlySpan<float> offsets)
    {
        var y = Tensor.CreateLike(x);
        for (var row = 0; row < x.Rows; row++)
        {
            ReadOnlySpan<float> from = x.Row(row);
            var to = y.Row(row);
            if (!gains.IsEmpty)
                LaneMap.Apply(from, gains, to, default(Product));
            if (!offsets.IsEmpty)
                LaneMap.Apply(gains.IsEmpty ? from : to, offsets, to, default(Sum));
        }
        return y;
    }

    private static void Repeat(int channels, Span<float> row)
    {
        if (channels == 1)
            row.Fill(row.IsEmpty ? 0 : row[0]);
        else if (channels > 1)
        {
            for (var i = channels; i < row.Length; i++)
                row[i] = row[i - channels];
        }
    }

    internal readonly struct Product : ILaneBinary
    {
        public V Apply<V>(V a, V b) where V : unmanaged, ILane<V> => a * b;
    }

    internal readonly struct Sum : ILaneBinary
    {
        public V Apply<V>(V a, V b) where V : unmanaged, ILane<V> => a + b;
    }

    /// <summary>a + factor · b.</summary>
    internal readonly struct Weighted(float factor) : ILaneBinary
    {
        public V Apply<V>(V a, V b) where V : unmanaged, ILane<V> => V.MultiplyAdd(V.Of(factor), b, a);
    }

    /// <summary>base + factor · a.</summary>
    internal readonly struct Spread(float from, float factor) : ILaneUnary
    {
        public V Apply<V>(V a) where V : unmanaged, ILane<V> => V.MultiplyAdd(V.Of(factor), a, V.Of(from));
    }

    /// <summary>factor · a.</summary>
    internal readonly struct Times(float factor) : ILaneUnary
    {
        public V Apply<V>(V a) where V : unmanaged, ILane<V> => V.Of(factor) * a;
    }
}

using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// Crosstalk of direct neighbours (fixed), for example by heat: y = x + c K x, where K adds up the neighbours, two along a line and four in a field, fewer at its ends.
/// </summary>
/// <remarks>
/// Values are one line, real and imaginary parts a line each, and the channels of a series a line at each sample: neighbours in time are not crosstalk.
/// Derivative: exact; the map is linear and K its own transpose.
/// </remarks>
/// <param name="Coupling">c, the share that a neighbour passes on, finite.</param>
/// <param name="Layout">How the numbers of the port lie.</param>
public sealed record NeighbourCrosstalk(double Coupling, Layout Layout) : IImperfection
{
    private const int ChunkLength = 1 << 15; // numbers coupled by one thread at a time

    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "neighbour-crosstalk", typeof(NeighbourCrosstalk), ImperfectionKind.Fixed, [Place.Input, Place.Parameters, Place.Output], "share of a neighbour", "y = x + c K x",
        "c = 0.005", "thermal crosstalk of L2ight (Gu et al., NeurIPS 2021)", placement => new NeighbourCrosstalk(0.005, placement.Port.Layout));

    /// <summary>c, the share that a neighbour passes on.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Coupling { get; init => field = Expect.Finite("NeighbourCrosstalk Coupling", value); } = Expect.Finite("NeighbourCrosstalk Coupling", Coupling);

    /// <inheritdoc/>
    public string Name => "neighbour crosstalk";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => layout == Layout && layout is not Layout.Series { Channels: 1 };

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot) => Couple(clean);

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => Couple(dy);

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Coupling = Coupling * strength };

    private Tensor Couple(Tensor x)
    {
        var y = x.Clone();
        var (lines, columns) = Layout switch
        {
            Layout.Field field => (field.Rows, field.Columns),
            Layout.Complex => (1, x.RowLength / 2),
            Layout.Series series => (1, series.Channels),
            _ => (1, x.RowLength),
        };
        Workers.ForEachChunk(x.Rows, Math.Max(1, ChunkLength / x.RowLength), (start, end) =>
        {
            var size = lines * columns;
            for (var first = start * x.RowLength; first < end * x.RowLength; first += size)
                Couple(x.Values.Slice(first, size), y.AsSpan().Slice(first, size), columns);
        });
        return y;
    }

    private void Couple(ReadOnlySpan<float> x, Span<float> y, int columns)
    {
        for (var line = 0; line < x.Length; line += columns)
            CoupleApart(x.Slice(line, columns), y.Slice(line, columns), 1);
        CoupleApart(x, y, columns);
    }

    private void CoupleApart(ReadOnlySpan<float> x, Span<float> y, int distance)
    {
        if (x.Length <= distance)
            return;
        LaneMap.Apply(y[..^distance], x[distance..], y[..^distance], new Adding((float)Coupling));
        LaneMap.Apply(y[distance..], x[..^distance], y[distance..], new Adding((float)Coupling));
    }

    private readonly struct Adding(float coupling) : ILaneBinary
    {
        public V Apply<V>(V y, V neighbour) where V : unmanaged, ILane<V> => V.MultiplyAdd(V.Of(coupling), neighbour, y);
    }
}

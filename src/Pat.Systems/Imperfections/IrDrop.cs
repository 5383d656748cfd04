using Pat.Core.Physical;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Systems.Imperfections;

/// <summary>
/// Voltage drop along a wire (fixed): the n elements of a line share a wire that is fed at its first element, and element j loses the share
/// c(a) (1 − (1 − j/n)²), with c(a) = a (a (0.05 a − 0.2) + 0.5) and the load a = n g/G Σ |x| / full scale.
/// </summary>
/// <remarks>
/// <para>The formula of IBM aihwkit (Rasch et al., AICAS 2021) lowers the sum Σ w_j x_j of a crossbar's line with the load Σ |w_j| |x_j|. Here every value x stands for one
/// product w_j x_j, in parts of full scale, and is lowered by its own term of that sum: what the line adds up to is the same, for any weights that are
/// already in the values. Drops on the other wires and of the drivers are left out.</para>
/// <para>Values are one line; each row of a field is one. Derivative: exact, load included. Scaled(s) has the share s c.</para>
/// </remarks>
/// <param name="FullScale">The value of an element that conducts fully, above 0, in the unit of the port.</param>
/// <param name="Layout">How the numbers of the port lie.</param>
/// <param name="Strength">Factor of the drop, finite; 1 is the formula.</param>
public sealed record IrDrop(double FullScale, Layout Layout, double Strength = 1) : IImperfection
{
    private const int ChunkLength = 1 << 14; // numbers lowered by one thread at a time

    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "ir-drop", typeof(IrDrop), ImperfectionKind.Fixed, [Place.Input, Place.Output], "conductance of the wire over that of an element",
        "y = x (1 − c (1 − (1 − j/n)²)), c = a (a (0.05 a − 0.2) + 0.5)", "G/g = 571,430 (1/0.35 ohm over 5 µS), factor 1",
        "IBM aihwkit (Rasch et al. 2021), of each term of its sum", placement => new IrDrop(placement.FullScale, placement.Port.Layout));

    /// <summary>The value of an element that conducts fully.</summary>
    /// <exception cref="ArgumentException">It is not above 0.</exception>
    public double FullScale { get; init => field = Positive(value, nameof(FullScale)); } = Positive(FullScale, nameof(FullScale));

    /// <summary>G/g: conductance of a piece of wire from element to element over the largest of an element, above 0.</summary>
    /// <exception cref="ArgumentException">It is not above 0.</exception>
    public double WireRatio { get; init => field = Positive(value, nameof(WireRatio)); } = 571430;

    /// <summary>Factor of the drop.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = Expect.Finite("IrDrop Strength", value); } = Expect.Finite("IrDrop Strength", Strength);

    /// <inheritdoc/>
    public string Name => "IR drop";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => layout == Layout && layout is Layout.Values or Layout.Field;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var applied = Tensor.CreateLike(clean);
        ForEachLine(clean, (first, n) =>
        {
            var x = clean.Values.Slice(first, n);
            var y = applied.AsSpan().Slice(first, n);
            var share = Strength * Drop(Load(x));
            for (var j = 0; j < n; j++)
                y[j] = (float)(x[j] * (1 - share * Part(j, n)));
        });
        return applied;
    }

    // The lines of Apply, transposed: each value also loads the others.
    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot)
    {
        var dx = Tensor.CreateLike(dy);
        ForEachLine(clean, (first, n) =>
        {
            var x = clean.Values.Slice(first, n);
            var dyLine = dy.Values.Slice(first, n);
            var dxLine = dx.AsSpan().Slice(first, n);
            var load = Load(x);
            var dShare = 0.0;
            for (var j = 0; j < n; j++)
                dShare -= (double)dyLine[j] * x[j] * Part(j, n);
            var (share, dAbsolute) = (Strength * Drop(load), Strength * DropSlope(load) * dShare * n / (WireRatio * FullScale));
            for (var j = 0; j < n; j++)
                dxLine[j] = (float)(dyLine[j] * (1 - share * Part(j, n)) + Math.Sign(x[j]) * dAbsolute);
        });
        return dx;
    }

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Strength = Strength * strength };

    private double Load(ReadOnlySpan<float> x)
    {
        var sum = 0.0;
        foreach (var value in x)
            sum += Math.Abs(value);
        return x.Length * sum / (WireRatio * FullScale);
    }

    private static double Drop(double a) => a * (a * (0.05 * a - 0.2) + 0.5);

    private static double DropSlope(double a) => a * (0.15 * a - 0.4) + 0.5;

    private static double Part(int j, int n) => 1 - (1 - (double)j / n) * (1 - (double)j / n);

    private void ForEachLine(Tensor x, Action<int, int> line)
    {
        var n = Layout is Layout.Field field ? field.Columns : x.RowLength;
        Workers.ForEachChunk(x.Length / n, Math.Max(1, ChunkLength / n), (start, end) =>
        {
            for (var i = start; i < end; i++)
                line(i * n, n);
        });
    }

    private static double Positive(double value, string name) => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentException(Invariant($"IrDrop {name}: expected a finite number above 0, got {value}."));
}

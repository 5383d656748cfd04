using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// An error of fabrication that neighbours share (fixed): y_i = x_i (1 + sigma e_i), or x_i + sigma e_i, with e a Gaussian field of covariance
/// exp(−d² / 2 L²) at the distance d. On a port with the layout of a field it is a plane, otherwise a line in the order of the values.
/// </summary>
/// <remarks>
/// A smooth map of the wafer, as circuits of silicon waveguides are modelled (Lu et al., Optics Express 25, 9712, 2017).
/// Scaled(s) scales sigma on the same device. Derivative: 1 + sigma e_i, or 1. Not for complex ports.
/// </remarks>
/// <param name="Sigma">Standard deviation, at least 0: in parts of the value, or in the unit of the port.</param>
/// <param name="CorrelationLength">L in elements, at least 0.25, where neighbours have nothing in common.</param>
/// <param name="Rows">Rows of the plane; 1 for a line.</param>
/// <param name="Columns">Columns of the plane, or values of the line.</param>
/// <param name="Fabrication">Noise of the device seed.</param>
/// <param name="Relative">Whether it is in parts of the value.</param>
public sealed record SpatialError(double Sigma, double CorrelationLength, int Rows, int Columns, Noise Fabrication, bool Relative = true) : IImperfection
{
    private readonly DrawnOnce field = new(() => GaussianField.Draw(Fabrication, CorrelationLength, Rows, Columns));

    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "spatial-error", typeof(SpatialError), ImperfectionKind.Fixed, [Place.Input, Place.Parameters, Place.Output], "1 (of the value), or unit of the port",
        "y = x (1 + σ e), or x + σ e, cov(e, e') = exp(−d² / 2 L²)", "2 % of the value, L a quarter of the device", "our choice", Create);

    /// <summary>Standard deviation: in parts of the value, or in the unit of the port.</summary>
    public double Sigma { get; } = Expect.AtLeastZero("SpatialError Sigma", Sigma);

    /// <summary>L in elements.</summary>
    public double CorrelationLength { get; } = double.IsFinite(CorrelationLength) && CorrelationLength >= 0.25
        ? CorrelationLength
        : throw new ArgumentException(FormattableString.Invariant($"SpatialError CorrelationLength: expected a finite number of elements of at least 0.25, got {CorrelationLength}."));

    /// <summary>Rows of the plane; 1 for a line.</summary>
    public int Rows { get; } = Expect.AtLeast("SpatialError Rows", 1, Rows);

    /// <summary>Columns of the plane, or values of the line.</summary>
    public int Columns { get; } = Expect.AtLeast("SpatialError Columns", 1, Columns);

    /// <summary>Noise of the device seed.</summary>
    public Noise Fabrication { get; } = Fabrication;

    /// <inheritdoc/>
    public string Name => "spatial error";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => Plane.Accepts(Rows, Columns, layout);

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot) =>
        Sigma == 0 ? clean : Relative ? PerElement.Affine(clean, Errors(clean, 1), default) : PerElement.Affine(clean, default, Errors(clean, 0));

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => Relative ? PerElement.Affine(dy, Errors(clean, 1), default) : dy;

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => new SpatialError(Sigma * strength, CorrelationLength, Rows, Columns, Fabrication, Relative);

    private Span<float> Errors(Tensor clean, float mean)
    {
        Plane.Check(Name, Rows, Columns, clean);
        var errors = Tensor.CreateUninitialized(clean.RowLength).AsSpan();
        LaneMap.Apply(field.Values, errors, new PerElement.Spread(mean, (float)Sigma));
        return errors;
    }

    private static SpatialError Create(Placement placement)
    {
        var (rows, columns) = Plane.Of(placement.Port);
        return new(0.02, Math.Max(0.25, Math.Max(rows, columns) / 4.0), rows, columns, placement.Fabrication);
    }
}

using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// The plane of the values is displaced (fixed): y(r, c) = x(r − a, c − b), with a and b drawn once from a normal distribution, between elements by linear
/// interpolation; what comes from beyond the edge is 0. On a port with the layout of a field it is a plane, otherwise a line.
/// </summary>
/// <remarks>
/// Scaled(s) scales the displacement of the same device. Derivative: the map is linear, and its transpose is exact.
/// On a series it is a displacement in time. Not for complex ports and for series of several channels.
/// </remarks>
/// <param name="Sigma">Standard deviation of the displacement in each direction, in elements, at least 0.</param>
/// <param name="Rows">Rows of the plane; 1 for a line.</param>
/// <param name="Columns">Columns of the plane, or values of the line.</param>
/// <param name="Fabrication">Noise of the device seed.</param>
public sealed record Misalignment(double Sigma, int Rows, int Columns, Noise Fabrication) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "misalignment", typeof(Misalignment), ImperfectionKind.Fixed, [Place.Input, Place.Output], "elements", "y(r, c) = x(r − a, c − b), a, b = σ ξ, 0 beyond the edge",
        "0.5 elements", "our choice", Create);

    /// <summary>Standard deviation of the displacement in each direction, in elements.</summary>
    public double Sigma { get; } = Expect.AtLeastZero("Misalignment Sigma", Sigma);

    /// <summary>Rows of the plane; 1 for a line.</summary>
    public int Rows { get; } = Expect.AtLeast("Misalignment Rows", 1, Rows);

    /// <summary>Columns of the plane, or values of the line.</summary>
    public int Columns { get; } = Expect.AtLeast("Misalignment Columns", 1, Columns);

    /// <inheritdoc/>
    public string Name => "misalignment";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <summary>By how many rows and columns the plane is displaced; a line by columns only.</summary>
    public (double Rows, double Columns) Displacement
    {
        get
        {
            Span<float> draws = stackalloc float[2];
            Fabrication.Normals(0, draws);
            return (Rows == 1 ? 0 : Sigma * draws[1], Sigma * draws[0]);
        }
    }

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => Plane.Accepts(Rows, Columns, layout) && layout is not Layout.Series { Channels: > 1 };

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot) => Displaced(clean, backward: false);

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => Displaced(dy, backward: true);

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => new Misalignment(Sigma * strength, Rows, Columns, Fabrication);

    private Tensor Displaced(Tensor x, bool backward)
    {
        Plane.Check(Name, Rows, Columns, x);
        if (Sigma == 0)
            return x;
        var y = Tensor.CreateLike(x);
        y.AsSpan().Clear();
        var (down, across) = (Taps(Displacement.Rows, backward), Taps(Displacement.Columns, backward));
        for (var example = 0; example < x.Rows; example++)
        {
            foreach (var a in down)
            {
                foreach (var b in across)
                    Add(x.Row(example), y.Row(example), a.Shift, b.Shift, a.Weight * b.Weight);
            }
        }
        return y;
    }

    // y(r, c) += weight x(r − down, c − across) wherever both are on the plane.
    private void Add(ReadOnlySpan<float> x, Span<float> y, int down, int across, float weight)
    {
        var length = Columns - Math.Abs(across);
        for (var r = Math.Max(0, down); length > 0 && r < Math.Min(Rows, Rows + down); r++)
        {
            var to = y.Slice(r * Columns + Math.Max(0, across), length);
            LaneMap.Apply(to, x.Slice((r - down) * Columns + Math.Max(0, -across), length), to, new PerElement.Weighted(weight));
        }
    }

    // The two whole displacements around one, with their weights; the transpose goes the other way.
    private static (int Shift, float Weight)[] Taps(double displacement, bool backward)
    {
        var whole = (int)Math.Floor(displacement);
        var (part, sign) = ((float)(displacement - whole), backward ? -1 : 1);
        return part == 0 ? [(sign * whole, 1)] : [(sign * whole, 1 - part), (sign * (whole + 1), part)];
    }

    private static Misalignment Create(Placement placement)
    {
        var (rows, columns) = Plane.Of(placement.Port);
        return new(0.5, rows, columns, placement.Fabrication);
    }
}

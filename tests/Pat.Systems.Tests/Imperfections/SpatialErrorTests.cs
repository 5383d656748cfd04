using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>The field of a spatial error has the declared covariance on lines and planes; a displaced plane is the interpolated one.</summary>
[Trait("Category", "Law")]
public sealed class SpatialErrorTests
{
    private const int Devices = 1500;

    [Theory]
    [InlineData(1, 24, 3.0)]
    [InlineData(1, 24, 0.7)]
    [InlineData(1, 9, 100.0)]
    [InlineData(6, 7, 2.0)]
    public void The_covariance_falls_with_the_square_of_the_distance(int rows, int columns, double length)
    {
        var fields = Enumerable.Range(0, Devices).Select(device => Field(device, rows, columns, length)).ToArray();
        Sampled.Of(fields.Select(field => field.Average())).HasMean(0);
        foreach (var (down, across) in new[] { (0, 0), (0, 1), (0, 3), (0, 6), (1, 0), (2, 1), (4, 3) })
        {
            if (down >= rows || across >= columns)
                continue;
            var expected = Math.Exp(-(down * down + across * across) / (2 * length * length));
            Sampled.Of(fields.Select(field => Product(field, rows, columns, down, across))).HasMean(expected, exact: 1e-6);
        }
    }

    [Fact]
    public void Each_element_has_the_declared_deviation()
    {
        for (var element = 0; element < 5; element++)
            Sampled.Of(Enumerable.Range(0, Devices).Select(device => Field(device, 1, 5, 1.3)[element])).HasDeviation(1);
    }

    [Theory]
    [InlineData(1, 11, 0.7)]
    [InlineData(5, 4, 0.7)]
    [InlineData(5, 4, 2.5)]
    public void A_displaced_plane_is_interpolated_between_its_elements(int rows, int columns, double sigma)
    {
        var clean = new Tensor(3, rows * columns);
        Noise.FromSeed(1).Normals(0, clean);
        foreach (var device in Enumerable.Range(0, 10))
        {
            var misalignment = new Misalignment(sigma, rows, columns, Noise.FromSeed(device));
            var y = misalignment.Apply(clean, LawCase.Shot());
            var (down, across) = misalignment.Displacement;
            for (var example = 0; example < 3; example++)
            {
                for (var i = 0; i < rows * columns; i++)
                    Assert.Equal(Interpolated(clean.Row(example), rows, columns, i / columns - down, i % columns - across), y.Row(example)[i], 1e-5);
            }
        }
    }

    [Fact]
    public void Displacements_have_the_declared_deviation()
    {
        var displacements = Enumerable.Range(0, Devices).Select(device => new Misalignment(0.5, 4, 4, Noise.FromSeed(device)).Displacement).ToArray();
        Sampled.Of(displacements.Select(displacement => displacement.Rows)).HasDeviation(0.5);
        Sampled.Of(displacements.Select(displacement => displacement.Columns)).HasDeviation(0.5);
        Sampled.Of(displacements.Select(displacement => displacement.Rows * displacement.Columns)).HasMean(0);
    }

    [Fact]
    public void What_was_drawn_already_does_not_make_an_error_another_one()
    {
        var (drawn, fresh) = (new SpatialError(0.1, 2, 3, 4, Noise.FromSeed(1)), new SpatialError(0.1, 2, 3, 4, Noise.FromSeed(1)));
        drawn.Apply(new Tensor(1, 12), LawCase.Shot());
        Assert.Equal(fresh, drawn);
        Assert.NotEqual(fresh, new SpatialError(0.1, 2, 3, 4, Noise.FromSeed(2)));
    }

    [Fact]
    public void A_plane_of_another_size_is_refused()
    {
        Assert.False(new SpatialError(0.1, 1, 4, 5, default).Accepts(new Layout.Field(5, 4)));
        Assert.Equal(
            "spatial error: it was made for 4 x 5 values, got rows of 7.",
            Assert.Throws<ShapeException>(() => new SpatialError(0.1, 1, 4, 5, default).Apply(new Tensor(1, 7), LawCase.Shot())).Message);
        Assert.Equal(
            "SpatialError CorrelationLength: expected a finite number of elements of at least 0.25, got 0.",
            Assert.Throws<ArgumentException>(() => new SpatialError(0.1, 0, 4, 5, default)).Message);
    }

    private static double[] Field(int device, int rows, int columns, double length) =>
        [.. new SpatialError(1, length, rows, columns, Noise.FromSeed(device), Relative: false).Apply(new Tensor(1, rows * columns), LawCase.Shot())
            .Values.ToArray().Select(value => (double)value)];

    // The mean over all pairs at a displacement.
    private static double Product(double[] field, int rows, int columns, int down, int across)
    {
        var (sum, count) = (0.0, 0);
        for (var r = 0; r + down < rows; r++)
        {
            for (var c = 0; c + across < columns; c++, count++)
                sum += field[r * columns + c] * field[(r + down) * columns + c + across];
        }
        return sum / count;
    }

    private static double Interpolated(ReadOnlySpan<float> plane, int rows, int columns, double r, double c)
    {
        var sum = 0.0;
        for (var i = 0; i < plane.Length; i++)
            sum += plane[i] * Math.Max(0, 1 - Math.Abs(r - i / columns)) * Math.Max(0, 1 - Math.Abs(c - i % columns));
        return sum;
    }
}

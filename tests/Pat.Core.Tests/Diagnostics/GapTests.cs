using Pat.Core.Diagnostics;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Diagnostics;

[Trait("Category", "Law")]
public sealed class GapTests
{
    // t = (-1, 0, 1, 0) and s = (1, -2, 1, 0) are orthogonal with means 0, so the line finds gain and offset and leaves c s.
    private static readonly float[] T = [-1, 0, 1, 0];
    private static readonly float[] S = [1, -2, 1, 0];

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1.5, 0, 0)]
    [InlineData(1, 0.25, 0)]
    [InlineData(1, 0, 0.5)]
    [InlineData(0.5, -2, 0.25)]
    public void Without_noise_gain_offset_and_residual_are_found_exactly(double gain, double offset, double residual)
    {
        var twin = Column(i => T[i]);
        var device = Column(i => gain * T[i] + offset + residual * S[i]);
        var gap = Gap.Of(twin, device, device);
        // Mean squares: of t 2/4, of s 6/4. Float32 holds these numbers exactly; what is left is rounding in double.
        Assert.Equal(0, gap.Trial);
        Assert.Equal((gain - 1) * (gain - 1) * 0.5 + offset * offset, gap.FixedPattern, 1e-14);
        Assert.Equal(residual * residual * 1.5, gap.Structural, 1e-14);
        Assert.Equal((gain * gain * 2 + residual * residual * 6) / 3, gap.Signal, 1e-14);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_parts_add_up_to_the_mean_square_of_device_minus_twin(int repeats)
    {
        var noise = Noise.FromSeed(4);
        var twin = Normals(noise.Split("twin"), 0, 17, 6);
        Tensor[] device = [.. Enumerable.Range(0, repeats).Select(r => Normals(noise.Split("device"), 100 * r, 17, 6))];
        var gap = Gap.Of(twin, device);
        var perRow = Enumerable.Range(0, 17).Select(i => device.Average(d => Enumerable.Range(0, 6).Average(o => Math.Pow((double)d.Row(i)[o] - twin.Row(i)[o], 2)))).ToArray();
        var mean = perRow.Average();
        // About 1000 additions in double, each off by 1e-16 of at most the total.
        Assert.Equal(mean, gap.Total, 1e-13 * mean);
        Assert.Equal(Math.Sqrt(perRow.Sum(m => Math.Pow(m - mean, 2)) / 16 / 17), gap.TotalStandardError, 1e-12 * mean);
        Assert.Equal((17, repeats), (gap.Rows, gap.Repeats));
        Assert.Equal(Math.Sqrt(gap.Trial), gap.Roots.Trial);
    }

    // Noise that grows with the row would bias a correction that takes it as equal everywhere.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_part_is_unbiased_also_where_noise_differs_from_row_to_row(int repeats)
    {
        const int draws = 2000, rows = 7, outputs = 3;
        var noise = Noise.FromSeed(11);
        var twin = Normals(noise.Split("twin"), 0, rows, outputs);
        var clean = Normals(noise.Split("residual"), 0, rows, outputs);
        for (var i = 0; i < clean.Length; i++)
            clean.AsSpan()[i] = 1.2f * twin.Values[i] + 0.1f + 0.3f * clean.Values[i];
        double Sigma(int row) => 0.1 + 0.15 * row;
        var truth = Gap.Of(twin, clean, clean);
        var trial = Enumerable.Range(0, rows).Average(row => Sigma(row) * Sigma(row));

        var gaps = Enumerable.Range(0, draws).Select(draw => Gap.Of(twin, [.. Enumerable.Range(0, repeats).Select(r => Noisy(draw * repeats + r))])).ToArray();
        RequireMean(trial, gap => gap.Trial);
        RequireMean(truth.FixedPattern, gap => gap.FixedPattern);
        RequireMean(truth.Structural, gap => gap.Structural);
        RequireMean(truth.Signal, gap => gap.Signal);

        Tensor Noisy(int run)
        {
            var values = Normals(noise.Split("trial"), (long)run * rows, rows, outputs);
            for (var i = 0; i < values.Length; i++)
                values.AsSpan()[i] = (float)(clean.Values[i] + Sigma(i / outputs) * values.Values[i]);
            return values;
        }

        void RequireMean(double expected, Func<Gap, double> part)
        {
            var mean = gaps.Average(part);
            var standardError = Math.Sqrt(gaps.Sum(gap => Math.Pow(part(gap) - mean, 2)) / (draws - 1) / draws);
            Assert.InRange(mean, expected - 4 * standardError, expected + 4 * standardError);
        }
    }

    [Fact]
    public void The_standard_error_covers_the_total_as_often_as_it_should()
    {
        const int draws = 400, rows = 40;
        var noise = Noise.FromSeed(5);
        var covered = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            // Other rows in each draw: their spread is what the standard error is about. Total: (1.5 - 1)² + 0.2².
            var twin = Normals(noise.Split("twin"), (long)draw * rows, rows, 1);
            Tensor Device(int r)
            {
                var values = Normals(noise.Split("trial"), (long)(2 * draw + r) * rows, rows, 1);
                for (var i = 0; i < rows; i++)
                    values.AsSpan()[i] = 1.5f * twin.Values[i] + 0.2f * values.Values[i];
                return values;
            }
            var gap = Gap.Of(twin, Device(0), Device(1));
            covered += Math.Abs(gap.Total - 0.29) < 2 * gap.TotalStandardError ? 1 : 0;
        }
        // 95 % for normal totals; theirs are skewed with 40 rows, and the share is off by 1 %.
        Assert.InRange((double)covered / draws, 0.88, 0.98);
    }

    [Fact]
    public void A_twin_whose_output_never_changes_has_gain_zero()
    {
        var device = Column(i => 0.5 + S[i]);
        var gap = Gap.Of(Column(_ => 2), device, device);
        Assert.Equal(1.5 * 1.5, gap.FixedPattern, 1e-14);
        Assert.Equal(1.5, gap.Structural, 1e-14);
    }

    [Fact]
    public void An_estimate_below_zero_has_root_zero() =>
        Assert.Equal((2, 0, 0, Math.Sqrt(3.5)), new Gap(4, -0.25, -0.25, 1, 0.1, 3, 2).Roots);

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        var (three, two) = (new Tensor(3, 2), new Tensor(2, 2));
        Assert.StartsWith("Gap: expected at least 2 repeats of the device, got 1.", Assert.Throws<ArgumentException>(() => Gap.Of(three, three)).Message, StringComparison.Ordinal);
        Assert.Contains("[at least 3 rows, outputs], got [2, 2]", Assert.Throws<ShapeException>(() => Gap.Of(two, two, two)).Message, StringComparison.Ordinal);
        Assert.Contains("Gap device: expected shape [3, 2], got [2, 2]", Assert.Throws<ShapeException>(() => Gap.Of(three, three, two)).Message, StringComparison.Ordinal);
    }

    private static Tensor Column(Func<int, double> value) => new([.. Enumerable.Range(0, T.Length).Select(i => (float)value(i))], T.Length, 1);

    private static Tensor Normals(Noise noise, long first, int rows, int columns)
    {
        var values = new Tensor(rows, columns);
        noise.Normals(first, values);
        return values;
    }
}

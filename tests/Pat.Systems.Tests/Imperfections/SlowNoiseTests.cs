using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>Noise that is correlated in time: variance, autocorrelation and spectrum are the declared ones.</summary>
[Trait("Category", "Law")]
public sealed class SlowNoiseTests
{
    private const int Keys = 3000;

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(2.0)]
    [InlineData(2.5)]
    public void The_temperature_has_its_deviation_and_autocorrelation(double lag) // in correlation times
    {
        var temperature = new Temperature(0.1, 100, 0.02);
        var pairs = Enumerable.Range(0, Keys).Select(key => (KelvinAt(key, 7e5), KelvinAt(key, 7e5 + 100 * lag))).ToArray();
        Sampled.Of(pairs.Select(pair => pair.Item1)).HasMean(0);
        Sampled.Of(pairs.Select(pair => pair.Item2)).HasDeviation(0.1);
        Sampled.Of(pairs.Select(pair => pair.Item1 * pair.Item2)).HasMean(0.01 * Autocorrelation(lag * 8 / (Math.PI * Math.PI)));

        double KelvinAt(int key, double time) =>
            (temperature.Apply(Sample.Filled(1, 1, 1), LawCase.Shot() with { Noise = Noise.FromSeed(key), Time = time }).Values[0] - 1) / 0.02;
    }

    [Fact]
    public void The_integral_of_the_autocorrelation_is_the_correlation_time()
    {
        const int steps = 1000;
        var sum = Enumerable.Range(0, steps).Sum(i => Autocorrelation(2 * (i + 0.5) / steps)) * 2 / steps;
        Assert.Equal(1, sum * Math.PI * Math.PI / 8, 1e-5);
    }

    [Fact]
    public void All_values_share_the_temperature()
    {
        var y = new Temperature(0.1, 100, 1).Apply(Sample.Filled(2, 3, 1), LawCase.Shot() with { Period = 10 });
        Assert.Equal([y.Row(0)[0], y.Row(0)[0], y.Row(0)[0], y.Row(1)[0], y.Row(1)[0], y.Row(1)[0]], y.Values.ToArray());
        Assert.NotEqual(y.Row(0)[0], y.Row(1)[0]);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1234.5)]
    [InlineData(1e7)]
    public void One_over_f_noise_has_its_variance_at_all_times(double time)
    {
        var values = Enumerable.Range(0, 10).SelectMany(key => new OneOverFNoise(0.3, 1e-3, 10)
            .Apply(new Tensor(1, 500), LawCase.Shot() with { Noise = Noise.FromSeed(key), Time = time }).Values.ToArray()).Select(value => (double)value).ToArray();
        Sampled.Of(values).HasMean(0);
        Sampled.Of(values).HasDeviation(0.3);
    }

    [Fact]
    public void One_over_f_noise_has_a_spectrum_of_one_over_f()
    {
        // 512 series of 1,024 samples through a Hann window: each power is known to 1 / sqrt(512) = 4.4 %.
        const double lowest = 0.02, highest = 20, sigma = 0.3, period = 0.02;
        const int samples = 1024, elements = 128;
        int[] bins = [2, 3, 4, 6, 8, 11, 16, 22, 32, 45, 64]; // 0.1 to 3 Hz
        var powers = new double[bins.Length];
        for (var key = 0; key < 4; key++)
        {
            var shot = LawCase.Shot() with { Noise = Noise.FromSeed(key), Time = 1e4, Period = period };
            var series = new OneOverFNoise(sigma, lowest, highest).Apply(new Tensor(samples, elements), shot);
            for (var b = 0; b < bins.Length; b++)
                powers[b] += Power(series, bins[b]) * period / 4;
        }
        var (x, y) = (new double[bins.Length], new double[bins.Length]);
        for (var b = 0; b < bins.Length; b++)
        {
            var frequency = bins[b] / (samples * period);
            var declared = sigma * sigma / (frequency * Math.Log(highest / lowest));
            Assert.InRange(powers[b] / declared, 0.89 - 4 * 0.044, 1.11 + 4 * 0.044);
            (x[b], y[b]) = (Math.Log(frequency), Math.Log(powers[b]));
        }
        // The error of the slope is 0.044 / sqrt(Σ (x − mean)²) = 0.012; the ripple of 8 % can tilt the line by as much again.
        var (meanX, meanY) = (x.Average(), y.Average());
        var slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
        Assert.Equal(-1, slope, 0.06);
    }

    [Fact]
    public void Elements_have_noise_of_their_own_and_samples_of_a_channel_share_it()
    {
        var y = new OneOverFNoise(1, 1e-2, 10).Apply(new Tensor(1, 4000), LawCase.Shot()).Values.ToArray();
        Sampled.Of(y.Zip(y.Skip(1), (a, b) => (double)a * b)).HasMean(0);
        var channels = new OneOverFNoise(1, 1e-2, 10, Channels: 2).Apply(new Tensor(1, 6), LawCase.Shot()).Values.ToArray();
        Assert.Equal([channels[0], channels[1], channels[0], channels[1], channels[0], channels[1]], channels);
    }

    [Fact]
    public void Any_time_can_be_asked_in_any_order()
    {
        var (noise, shot) = (new OneOverFNoise(1, 1e-3, 100), LawCase.Shot());
        double[] times = [1e6, 0, 3.25, 1e6 + 1e-3, -20];
        var forth = times.Select(At).ToArray();
        var back = times.Reverse().Select(At).Reverse().ToArray();
        Assert.Equal(forth, back);
        Assert.Distinct(forth);

        float At(double time) => noise.Apply(new Tensor(1, 1), shot with { Time = time }).Values[0];
    }

    [Fact]
    public void Numbers_of_no_such_noise_are_refused_by_name()
    {
        static string Message(Func<IImperfection> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("OneOverFNoise Highest: expected a finite number above Lowest = 1, got 1.", Message(() => new OneOverFNoise(1, 1, 1)));
        Assert.Equal("OneOverFNoise Lowest: expected a finite number above 0, got 0.", Message(() => new OneOverFNoise(1, 0, 1)));
        Assert.Equal("Temperature CorrelationTime: expected a finite number above 0, got 0.", Message(() => new Temperature(1, 0, 1)));
    }

    // Of the kernel cos(π u / 2), |u| < 1, at a lag in cells.
    private static double Autocorrelation(double lag) =>
        lag >= 2 ? 0 : (1 - lag / 2) * Math.Cos(Math.PI * lag / 2) + Math.Sin(Math.PI * lag / 2) / Math.PI;

    // The one-sided spectrum at a bin for a sampling period of 1, averaged over columns.
    private static double Power(Tensor series, int bin)
    {
        var (cosines, sines, squares) = (new double[series.RowLength], new double[series.RowLength], 0.0);
        for (var row = 0; row < series.Rows; row++)
        {
            var window = Math.Pow(Math.Sin(Math.PI * (row + 0.5) / series.Rows), 2);
            var (sin, cos) = Math.SinCos(2 * Math.PI * bin * row / series.Rows);
            squares += window * window;
            var values = series.Row(row);
            for (var i = 0; i < values.Length; i++)
            {
                cosines[i] += window * cos * values[i];
                sines[i] += window * sin * values[i];
            }
        }
        return 2 * cosines.Zip(sines, (c, s) => c * c + s * s).Average() / squares;
    }
}

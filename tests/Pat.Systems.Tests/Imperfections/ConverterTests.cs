using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>What levels and converters make of values.</summary>
[Trait("Category", "Law")]
public sealed class ConverterTests
{
    [Fact]
    public void Levels_round_to_the_nearest_and_clip()
    {
        var levels = new Levels(5, 0, 1);
        var clean = new Tensor([-0.3f, 0.1f, 0.13f, 0.6f, 0.9f, 1.4f], 1, 6);
        Assert.Equal([0f, 0f, 0.25f, 0.5f, 1f, 1f], levels.Apply(clean, Sample.Shot).Values.ToArray());
        var dy = new Tensor([1f, 1f, 1f, 1f, 1f, 1f], 1, 6);
        Assert.Equal([0f, 1f, 1f, 1f, 1f, 0f], levels.Pullback(clean, dy, Sample.Shot).Values.ToArray());
        Assert.Equal([-0.15f, 0.05f, 0.19f, 0.55f, 0.95f, 1.2f], levels.Scaled(0.5).Apply(clean, Sample.Shot).Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_converter_of_three_bits_has_seven_levels_around_zero()
    {
        var clean = new Tensor([-9f, -0.6f, -0.4f, 0.1f, 0.6f, 1.6f, 3.1f], 1, 7);
        var converter = new Converter("adc", 3, -3, 3);
        Assert.Equal([-3f, -1f, 0f, 0f, 1f, 2f, 3f], converter.Apply(clean, Sample.Shot).Values.ToArray());
        Assert.Equal(ImperfectionKind.Fixed, converter.Kind);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(-1.5)]
    [InlineData(2.9)]
    [InlineData(7.0)]
    public void Stochastic_rounding_has_the_right_mean(double signal)
    {
        // A value at the share f between two levels goes up with the probability f.
        var converter = new Converter("dac", 3, -3, 3) { StochasticRounding = true };
        var (clipped, f) = (Math.Clamp(signal, -3, 3), Math.Clamp(signal, -3, 3) - Math.Floor(Math.Clamp(signal, -3, 3)));
        var variance = f * (1 - f);
        Sample.Of(converter, signal).Has(clipped, variance, variance * (1 - 3 * variance), rounding: 1e-6);
        Assert.Equal(ImperfectionKind.Trial, converter.Kind);
    }

    [Fact]
    public void A_converter_whose_capacitors_match_has_equal_steps()
    {
        var converter = SuccessiveApproximation.Create(4, (-2, 2), 0, 0, Noise.FromSeed(1));
        var clean = new Tensor([-3f, -2f, -1.76f, -1.74f, 0f, 0.1f, 1.9f, 3f], 1, 8);
        Assert.Equal([-1.875f, -1.875f, -1.875f, -1.625f, 0.125f, 0.125f, 1.875f, 1.875f], converter.Apply(clean, Sample.Shot).Values.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_search_finds_the_code_bit_by_bit(long device)
    {
        const int bits = 6;
        var converter = SuccessiveApproximation.Create(bits, (-1, 3), 0.3, 0.1, Noise.FromSeed(device));
        var clean = new Tensor(1, 1000);
        for (var i = 0; i < 1000; i++)
            clean.AsSpan()[i] = -1.5f + 5f * (i + 0.5f) / 1000;
        var converted = converter.Apply(clean, Sample.Shot);
        var total = 1 + converter.Capacitors.Sum(capacitor => (double)capacitor);
        for (var i = 0; i < 1000; i++)
        {
            // The largest voltage that the search ends at, by the definition of the search in double precision.
            var (code, volts) = (0, -1.0);
            for (var n = bits - 1; n >= 0; n--)
            {
                var tried = volts + 4 * converter.Capacitors[n] / total;
                if (clean.Values[i] + converter.Offset >= tried)
                    (code, volts) = (code + (1 << n), tried);
            }
            Assert.Equal(-1 + 4 * (code + 0.5) / (1 << bits), converted.Values[i], 1e-6);
        }
    }

    [Fact]
    public void Capacitors_and_offsets_of_many_devices_have_their_spread()
    {
        const int devices = 2000;
        var made = Enumerable.Range(0, devices).Select(device => SuccessiveApproximation.Create(9, (-2, 2), 0.15, 0.10, Noise.FromSeed(device))).ToArray();
        foreach (var n in new[] { 0, 1, 4, 8 })
            HasSpread(made.Select(converter => (double)converter.Capacitors[n]), Math.Pow(2, n), 0.15 * Math.Pow(2, n / 2.0));
        HasSpread(made.Select(converter => (double)converter.Offset), 0, 0.10 * 2);

        // Four standard errors: σ / √n of the mean, σ / √(2 n) of the deviation.
        static void HasSpread(IEnumerable<double> values, double mean, double sigma)
        {
            var average = values.Average();
            Assert.Equal(mean, average, 4 * sigma / Math.Sqrt(devices));
            Assert.Equal(sigma, Math.Sqrt(values.Average(value => Math.Pow(value - average, 2))), 4 * sigma / Math.Sqrt(2.0 * devices));
        }
    }

    [Fact]
    public void Numbers_of_no_converter_are_refused_by_name()
    {
        static string Message(Func<IImperfection> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("Converter 'dac' Bits: expected 2 to 20, got 1.", Message(() => new Converter("dac", 1, -1, 1)));
        Assert.Equal("Converter 'dac' Min and Max: expected finite numbers with Min below Max, got 1 and 1.", Message(() => new Converter("dac", 7, 1, 1)));
        Assert.Equal("Converter 'dac' Strength: expected a finite number, got NaN.", Message(() => new Converter("dac", 7, -1, 1).Scaled(double.NaN)));
        Assert.Equal("SuccessiveApproximation bits: expected 2 to 16, got 17.", Message(() => SuccessiveApproximation.Create(17, (-1, 1), 0, 0, default)));
        Assert.Equal("SuccessiveApproximation range: expected finite ends with Min below Max, got 1 and -1.", Message(() => SuccessiveApproximation.Create(9, (1, -1), 0, 0, default)));
        Assert.Equal("SuccessiveApproximation mismatch and offset: expected finite numbers of at least 0, got -1 and 0.", Message(() => SuccessiveApproximation.Create(9, (-1, 1), -1, 0, default)));
        Assert.Equal("SuccessiveApproximation: with a mismatch of 50 a capacitor of this device is not above 0; give a smaller one.", Message(() => SuccessiveApproximation.Create(9, (-1, 1), 50, 0, Noise.FromSeed(1))));
        Assert.Equal("SuccessiveApproximation Strength: expected a finite number, got NaN.", Message(() => SuccessiveApproximation.Create(9, (-1, 1), 0, 0, default).Scaled(double.NaN)));
    }
}

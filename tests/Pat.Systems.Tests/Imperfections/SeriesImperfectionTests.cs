using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>What jitter, ripple and clipping do to a series of samples.</summary>
[Trait("Category", "Law")]
public sealed class SeriesImperfectionTests
{
    private static readonly Shot Shot = new(Noise.FromSeed(1), Noise.FromSeed(2), 100, 0, 0);

    public static TheoryData<int> Lengths => [1, 2, 3, Widest.Count, Widest.Count + 1, Widest.Count + 2, 3 * Widest.Count + 1];

    [Theory, MemberData(nameof(Lengths))]
    public void Jitter_shifts_a_straight_line_exactly(int length)
    {
        var line = new Tensor(3, length);
        for (var i = 0; i < line.Length; i++)
            line.AsSpan()[i] = 0.5f + 0.25f * (i % length);
        var late = new TimingJitter(0.2).Apply(line, Shot);
        for (var row = 0; row < 3; row++)
        {
            var tau = length == 1 ? 0 : 0.2 * Shot.Noise.Normal(Shot.FirstRun + row);
            for (var i = 0; i < length; i++)
                Assert.Equal(0.5 + 0.25 * (i + tau), late.Row(row)[i], 1e-6 * (1 + i)); // a few roundings of 6e-8
        }
    }

    [Fact]
    public void Jitter_delays_a_wave_to_first_order()
    {
        const double omega = 0.3;
        var wave = new Tensor(1, 100);
        for (var i = 0; i < 100; i++)
            wave.AsSpan()[i] = (float)Math.Sin(omega * i);
        var late = new TimingJitter(0.1).Apply(wave, Shot);
        var tau = 0.1 * Shot.Noise.Normal(Shot.FirstRun);

        // Beyond first order: (ω tau)² / 2, and ω tau · ω² / 6 for the difference quotient.
        var error = Math.Pow(omega * tau, 2) / 2 + Math.Abs(omega * tau) * omega * omega / 6;
        for (var i = 1; i < 99; i++)
            Assert.Equal(Math.Sin(omega * (i + tau)), late.Values[i], 1.05 * error + 1e-6);
    }

    [Theory, MemberData(nameof(Lengths))]
    public void The_pullback_of_jitter_is_its_transpose(int length)
    {
        var jitter = new TimingJitter(0.3);
        for (var row = 0; row < 2; row++)
        {
            var shot = Shot with { FirstRun = row };
            for (var i = 0; i < length; i++)
            {
                var column = jitter.Apply(Unit(length, i), shot);
                for (var j = 0; j < length; j++)
                    Assert.Equal(column.Values[j], jitter.Pullback(column, Unit(length, j), shot).Values[i], 1e-7);
            }
        }
    }

    [Fact]
    public void Jitter_is_for_a_series_of_one_channel()
    {
        Assert.True(new TimingJitter(1).Accepts(new Layout.Series(1e-6, 1)));
        Assert.False(new TimingJitter(1).Accepts(new Layout.Series(1e-6, 2)));
        Assert.False(new TimingJitter(1).Accepts(new Layout.Values()));
        Assert.True(new SupplyRipple(1, 100, 1e-6).Accepts(new Layout.Series(1e-6, 1)));
        Assert.False(new SupplyRipple(1, 100, 1e-6).Accepts(new Layout.Series(2e-6, 1)));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Ripple_is_one_wave_on_the_hardware_clock(int length)
    {
        const double frequency = 12345, period = 1e-6;
        var shot = Shot with { Time = 0.25, Period = 1e-3 };
        var ripple = new SupplyRipple(0.1, frequency, period).Apply(new Tensor(5, length), shot);
        for (var row = 0; row < 5; row++)
        {
            for (var i = 0; i < length; i++)
                Assert.Equal(0.1 * Math.Sin(2 * Math.PI * frequency * (0.25 + row * 1e-3 + i * period)), ripple.Row(row)[i], 1e-7);
        }
    }

    [Fact]
    public void Ripple_of_a_run_has_the_same_bits_in_every_batch()
    {
        var shot = Shot with { Time = 1.3, Period = 0.9e-3 };
        var ripple = new SupplyRipple(0.1, 100, 1e-6);
        var whole = ripple.Apply(new Tensor(50, 33), shot);
        var time = shot.Time;
        for (var row = 0; row < 50; row++, time += shot.Period) // the clock of the laboratory adds up
            Assert.Equal(whole.Row(row).ToArray(), ripple.Apply(new Tensor(1, 33), shot with { Time = time }).Values.ToArray());
    }

    [Fact]
    public void Clipping_ends_at_its_ends()
    {
        var clean = new Tensor([-3e9f, -2f, -0.1f, 2f, 2.1f, 3e9f], 1, 6);
        var clipping = new Clipping(-2, 2);
        Assert.Equal([-2f, -2f, -0.1f, 2f, 2f, 2f], clipping.Apply(clean, Shot).Values.ToArray());
        var dy = new Tensor([1f, 2f, 3f, 4f, 5f, 6f], 1, 6);
        Assert.Equal([0f, 2f, 3f, 4f, 0f, 0f], clipping.Pullback(clean, dy, Shot).Values.ToArray());
        Assert.Equal([0.5f, 2f, 3f, 4f, 2.5f, 3f], clipping.Scaled(0.5).Pullback(clean, dy, Shot).Values.ToArray());
        Assert.Equal(2.05f, clipping.Scaled(0.5).Apply(clean, Shot).Values[4], 1e-6f);
    }

    private static Tensor Unit(int length, int i)
    {
        var unit = new Tensor(1, length);
        unit.AsSpan()[i] = 1;
        return unit;
    }
}

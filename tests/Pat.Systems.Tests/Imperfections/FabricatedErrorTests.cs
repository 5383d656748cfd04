using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>What is drawn when the device is made has the declared statistics, and defects are nested.</summary>
[Trait("Category", "Law")]
public sealed class FabricatedErrorTests
{
    private const int Count = 5000;

    private static readonly Noise Fabrication = Noise.FromSeed(3);

    private static readonly Shot Shot = LawCase.Shot();

    [Fact]
    public void Gains_and_offsets_are_independent_and_have_their_deviations()
    {
        var spread = new GainOffsetSpread(0.02, 0.1, Fabrication);
        var offsets = On(spread, 0);
        var gains = On(spread, 1).Zip(offsets, (one, zero) => one - zero).ToArray();
        Sampled.Of(gains).HasMean(1);
        Sampled.Of(gains).HasDeviation(0.02);
        Sampled.Of(offsets).HasMean(0);
        Sampled.Of(offsets).HasDeviation(0.1);
        Sampled.Of(gains.Zip(offsets, (gain, offset) => (gain - 1) * offset)).HasMean(0);
    }

    [Fact]
    public void Samples_of_a_series_share_the_gain_of_their_channel()
    {
        var y = new GainOffsetSpread(0.02, 0.1, Fabrication, Channels: 2).Apply(Sample.Filled(1, 7, 1), Shot).Values;
        Assert.NotEqual(y[0], y[1]);
        for (var i = 2; i < y.Length; i++)
            Assert.Equal(y[i - 2], y[i]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parameters_differ_by_the_declared_deviation(bool relative)
    {
        var mismatch = new ParameterMismatch(0.05, Fabrication, relative);
        var changes = On(mismatch, -3).Select(y => y + 3).ToArray();
        Sampled.Of(changes).HasMean(0);
        Sampled.Of(changes).HasDeviation(relative ? 0.15 : 0.05);
    }

    [Fact]
    public void An_error_that_is_added_leaves_the_derivative_alone()
    {
        var (clean, dy) = (Sample.Filled(2, 12, 0.7f), Sample.Filled(2, 12, 3));
        IImperfection[] added = [new ParameterMismatch(0.05, Fabrication, Relative: false), new SpatialError(0.05, 2, 3, 4, Fabrication, Relative: false)];
        foreach (var imperfection in added)
        {
            Assert.NotEqual(clean.Values.ToArray(), imperfection.Apply(clean, Shot).Values.ToArray());
            Assert.Equal(dy.Values, imperfection.Pullback(clean, dy, Shot).Values);
        }
    }

    [Fact]
    public void The_declared_share_of_elements_is_stuck_half_of_it_at_each_end()
    {
        var y = On(new StuckElements(0.135, -1, 2, Fabrication), 0.5f);
        Sampled.Of(y.Select(value => value == -1 ? 1.0 : 0)).HasMean(0.135 / 2);
        Sampled.Of(y.Select(value => value == 2 ? 1.0 : 0)).HasMean(0.135 / 2);
        Assert.All(y, value => Assert.True(value is -1 or 0.5 or 2));
        Sampled.Of(On(new DeadElements(0.135, Fabrication), 0.5f).Select(value => value == 0 ? 1.0 : 0)).HasMean(0.135);
    }

    [Fact]
    public void What_is_defective_stays_so_as_the_strength_grows()
    {
        IImperfection[] imperfections = [new StuckElements(0.5, -1, 2, Fabrication), new DeadElements(0.5, Fabrication)];
        foreach (var imperfection in imperfections)
        {
            var before = On(imperfection.Scaled(0), 0.5f);
            foreach (var strength in new[] { 0.01, 0.1, 0.5, 1, 2 })
            {
                var after = On(imperfection.Scaled(strength), 0.5f);
                for (var i = 0; i < Count; i++)
                    Assert.True(before[i] == 0.5 || before[i] == after[i], $"element {i} changes at strength {strength}");
                before = after;
            }
            Assert.All(before, value => Assert.NotEqual(0.5, value)); // twice one half is all
        }
    }

    [Fact]
    public void Another_device_has_other_defects()
    {
        var (one, other) = (On(new DeadElements(0.5, Fabrication), 1), On(new DeadElements(0.5, Noise.FromSeed(4)), 1));
        Sampled.Of(one.Zip(other, (a, b) => a == b ? 1.0 : 0)).HasMean(0.5);
    }

    [Fact]
    public void Numbers_of_no_such_error_are_refused_by_name()
    {
        static string Message(Func<IImperfection> make) => Assert.Throws<ArgumentException>(make).Message;
        Assert.Equal("GainOffsetSpread GainSigma: expected a finite number of at least 0, got -1.", Message(() => new GainOffsetSpread(-1, 0, default)));
        Assert.Equal("GainOffsetSpread Channels: expected at least 0, got -1.", Message(() => new GainOffsetSpread(1, 0, default, -1)));
        Assert.Equal("ParameterMismatch Sigma: expected a finite number of at least 0, got NaN.", Message(() => new ParameterMismatch(double.NaN, default)));
        Assert.Equal("DeadElements Fraction: expected a number from 0 to 1, got 1.5.", Message(() => new DeadElements(0.5, default).Scaled(3)));
        Assert.Equal("StuckElements Low and High: expected finite numbers with Low at most High, got 1 and 0.", Message(() => new StuckElements(0.5, 1, 0, default)));
    }

    private static double[] On(IImperfection imperfection, float value) => [.. imperfection.Apply(Sample.Filled(1, Count, value), Shot).Values.ToArray().Select(y => (double)y)];
}

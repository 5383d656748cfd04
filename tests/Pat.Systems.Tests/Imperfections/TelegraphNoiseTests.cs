using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>Telegraph noise dwells in its states for exponential times of the declared means.</summary>
[Trait("Category", "Law")]
public sealed class TelegraphNoiseTests
{
    private const double Low = 2, High = 0.5;

    [Theory]
    [InlineData(false, Low)]
    [InlineData(true, High)]
    public void Dwell_times_are_exponential_with_their_means(bool high, double mean)
    {
        var dwells = Dwells(Noise.FromSeed(1), 3000).Where(dwell => dwell.High == high).Select(dwell => dwell.Seconds).Order().ToArray();
        Sampled.Of(dwells).HasMean(mean);
        // The largest distance to the exponential distribution exceeds 1.95 / sqrt(n) in one of a thousand samples (Kolmogorov-Smirnov).
        var distance = dwells.Select((dwell, i) => Math.Abs(1 - Math.Exp(-dwell / mean) - (i + 0.5) / dwells.Length)).Max();
        Assert.InRange(distance, 0, 1.95 / Math.Sqrt(dwells.Length));
    }

    [Fact]
    public void A_dwell_time_says_nothing_of_the_next()
    {
        var dwells = Dwells(Noise.FromSeed(2), 3000);
        Sampled.Of(dwells.Zip(dwells.Skip(1), (a, b) => (a.Seconds - Mean(a.High)) * (b.Seconds - Mean(b.High)))).HasMean(0);

        static double Mean(bool high) => high ? High : Low;
    }

    [Fact]
    public void Any_time_has_the_state_that_walking_there_finds()
    {
        var (events, noise) = (new TelegraphEvents(Low, High), Noise.FromSeed(3));
        var time = -5.0;
        for (var i = 0; i < 300; i++)
        {
            var (high, until) = events.At(noise, time);
            foreach (var part in new[] { 0.0, 0.3, 0.999 })
                Assert.Equal(high, events.At(noise, time + part * (until - time)).High);
            Assert.True(until > time);
            time = until;
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    [InlineData(1.0)]
    public void Mean_variance_and_autocorrelation_are_those_of_the_chain(double lag)
    {
        var (amplitude, share) = (0.4, High / (Low + High));
        var noise = new TelegraphNoise(amplitude, Low, High);
        var shot = LawCase.Shot() with { Time = 1e5, Period = lag };
        var y = noise.Apply(new Tensor(2, 4000), shot);
        var mean = amplitude * (share - 0.5);
        Sampled.Of(y.Row(1).ToArray().Select(value => (double)value)).HasMean(mean);
        var products = y.Row(0).ToArray().Zip(y.Row(1).ToArray(), (a, b) => (a - mean) * (b - mean));
        Sampled.Of(products).HasMean(amplitude * amplitude * share * (1 - share) * Math.Exp(-lag * (1 / Low + 1 / High)));
    }

    [Fact]
    public void Samples_of_a_channel_share_its_state()
    {
        var y = new TelegraphNoise(1, Low, High, Channels: 2).Apply(new Tensor(50, 6), LawCase.Shot() with { Period = 1 });
        for (var row = 0; row < y.Rows; row++)
        {
            var values = y.Row(row).ToArray();
            Assert.Equal([values[0], values[1], values[0], values[1], values[0], values[1]], values);
        }
        Assert.Contains(0.5f, y.Values.ToArray());
        Assert.Contains(-0.5f, y.Values.ToArray());
    }

    // The times from jump to jump.
    private static List<(bool High, double Seconds)> Dwells(Noise noise, int count)
    {
        var events = new TelegraphEvents(Low, High);
        var dwells = new List<(bool, double)>();
        var (state, since) = (false, double.NaN); // the first dwell has no known beginning
        for (var time = 0.0; dwells.Count < count;)
        {
            var (high, until) = events.At(noise, time);
            if (high != state)
            {
                if (!double.IsNaN(since))
                    dwells.Add((state, time - since));
                (state, since) = (high, time);
            }
            time = until;
        }
        return dwells;
    }
}

using Pat.Core.Randomness;
using Pat.Experiments.Audio;
using Pat.Experiments.Audio.Synthesis;

namespace Pat.Experiments.Tests.Audio;

public sealed class FormantTrackerTests
{
    private const int Rate = 11_000;

    // A voice of 225 Hz shows its formants at its harmonics only: they are known to within half the distance of these.
    [Theory]
    [InlineData(500, 2600, 3150, 5400)] // the fourth formant is beyond the band: it is the one that is missing
    [InlineData(700, 2200, 2850, 5350)]
    [InlineData(600, 1400, 2600, 5450)]
    [InlineData(550, 1630, 1980, 3610)] // four narrow ones and a fifth below half the rate: none is passed over
    public void The_first_three_formants_are_the_first_three_resonances(double f1, double f2, double f3, double f4)
    {
        double[] wanted = [f1, f2, f3];
        var track = Track(new(300, 225, f4, [new(0, f1, f2, f3)]))[2..^2];
        for (var formant = 0; formant < wanted.Length; formant++)
        {
            double[] found = [.. track.Select(frame => frame[formant]).Where(double.IsFinite)];
            Assert.InRange(found.Length, 0.75 * track.Length, track.Length);
            Assert.All(found, hertz => Assert.Equal(wanted[formant], hertz, 113.0));
        }
        Assert.All(track, frame => Assert.False(frame[3] < f3 + 113));
    }

    private static double[][] Track(GlidingVowel vowel) =>
        new FormantTracker(Rate) { Order = 12 }.Track(Resampler.To(new VowelSpeaker(16_000).Speak(vowel, Noise.FromSeed(1)), Rate));
}

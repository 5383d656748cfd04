using Pat.Experiments.Audio;

namespace Pat.Experiments.Data;

/// <summary>The twelve features of the vowel task, from the sound of one vowel.</summary>
/// <remarks>
/// Linear prediction in the band up to 5,500 Hz, in which women have five formants (P. Boersma, D. Weenink, Praat manual, "Sound: To Formant (burg)"). Rate and number of poles were chosen among 8,000 to 12,000 Hz
/// and 10 to 14 poles by validation rows of spoken vowels, on seeds that no experiment uses.
/// </remarks>
internal static class VowelFormants
{
    /// <summary>Samples per second of the sound in which formants are tracked; others are resampled.</summary>
    public const int Rate = 11_000;

    /// <summary>Poles of the prediction.</summary>
    public const int Poles = 12;

    private const int Formants = 3;

    /// <summary>When formants are taken, as shares of the duration, in the order of <see cref="VowelSet.FeatureNames"/>: steady state, then 20 %, 50 % and 80 %.</summary>
    public static IReadOnlyList<double> Times { get; } = [0.35, 0.2, 0.5, 0.8];

    /// <summary>Tracks the formants. They are those of the frame whose middle is nearest to the time; where one is not found there, of the nearest frame in which it is.</summary>
    /// <param name="sound">One channel that holds the vowel and nothing else.</param>
    /// <returns>The formants in hertz and how many of them come from another frame than the nearest; null where one of them is not found in any frame.</returns>
    public static (double[] Hertz, int Filled)? In(Sound sound)
    {
        var tracker = new FormantTracker(Rate) { Order = Poles };
        var track = tracker.Track(Resampler.To(sound, Rate));
        var hertz = new double[Formants * Times.Count];
        var filled = 0;
        for (var time = 0; time < Times.Count; time++)
        {
            var frame = (Times[time] * sound.Seconds * Rate - tracker.Frames.Length / 2.0) / tracker.Frames.Hop;
            int[] nearest = [.. Enumerable.Range(0, track.Length).OrderBy(i => Math.Abs(i - frame))];
            for (var formant = 0; formant < Formants; formant++)
            {
                var place = Array.FindIndex(nearest, i => !double.IsNaN(track[i][formant]));
                if (place < 0)
                    return null;
                hertz[Formants * time + formant] = track[nearest[place]][formant];
                filled += place > 0 ? 1 : 0;
            }
        }
        return (hertz, filled);
    }
}

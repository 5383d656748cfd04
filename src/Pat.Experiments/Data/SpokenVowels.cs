using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Experiments.Audio.Synthesis;

namespace Pat.Experiments.Data;

/// <summary>Vowels as they come out of sound: rows are spoken by the synthesiser, and their formants are tracked in what was spoken.</summary>
/// <remarks>
/// The formants glide through their values at 20 %, 35 %, 50 % and 80 % of the duration. Those at 35 % are the ones of the steady state: the table of formants does not say when it was (our choice, midway
/// between its neighbours; the judges of the source put it at 31 % on average).
/// </remarks>
/// <param name="noise">Jitter and breath; row i of what is spoken has the stream i.</param>
internal sealed class SpokenVowels(Noise noise)
{
    /// <summary>Samples per second of what is spoken, as in the recordings of the source.</summary>
    public const int Rate = 16_000;

    /// <summary>Times that a vowel is spoken at most, until its formants are found.</summary>
    public const int MostTakes = 5;

    private const string What = "Spoken vowel";
    private const int RowsAtATime = 8;
    private const int ShortestMilliseconds = 20, LongestMilliseconds = 5000, LowestPitch = 40, HighestPitch = 1000;

    /// <summary>The rows with tracked formants in place of those that they had.</summary>
    /// <exception cref="DataException">In a vowel a formant is not found, however often it is spoken.</exception>
    public (IReadOnlyList<VowelRow> Rows, TrackingError Error) Track(IReadOnlyList<VowelRow> rows)
    {
        var tracked = new TrackedVowel[rows.Count];
        Workers.ForEachChunk(rows.Count, RowsAtATime, (start, end) =>
        {
            for (var i = start; i < end; i++)
                tracked[i] = Track(rows[i], i);
        });
        return ([.. rows.Zip(tracked, (row, found) => row with { Hertz = found.Hertz })], TrackingError.Of(rows, tracked));
    }

    private TrackedVowel Track(VowelRow row, int number)
    {
        var vowel = Spoken(row);
        for (var take = 0; take < MostTakes; take++)
        {
            var sound = new VowelSpeaker(Rate).Speak(vowel, noise.Split(number).Split(take));
            if (VowelFormants.In(sound) is var (hertz, filled))
                return new(hertz, filled, take + 1);
        }
        throw new DataException(
            What, $"{NameOf(row)}, row {number + 1}", "F1, F2 and F3 to be found in its sound", $"fewer in {MostTakes} takes", "Leave out --from-audio, or choose another seed.");
    }

    private static string NameOf(VowelRow row) => $"{VowelSet.ClassNames[row.Label]} of {row.Talker}";

    // Where the fourth formant was not measured, the mean one of all vowels is spoken.
    private static GlidingVowel Spoken(VowelRow row)
    {
        var voice = row.Voice ?? throw new ArgumentException("SpokenVowels: expected rows with voices, got one without.", nameof(row));
        if (voice is not { Milliseconds: >= ShortestMilliseconds and <= LongestMilliseconds, Pitch: >= LowestPitch and <= HighestPitch })
        {
            throw new DataException(
                What, NameOf(row), $"a duration of {ShortestMilliseconds} to {LongestMilliseconds:N0} ms and a fundamental of {LowestPitch} to {HighestPitch:N0} Hz to speak it with",
                FormattableString.Invariant($"{voice.Milliseconds} ms and {voice.Pitch} Hz"), "Leave out --from-audio, or restore the file.");
        }
        FormantKnot Knot(double share, int time) => new(share, row.Hertz[3 * time], row.Hertz[3 * time + 1], row.Hertz[3 * time + 2]);
        var knots = VowelFormants.Times.Select(Knot).OrderBy(knot => knot.Share);
        return new(voice.Milliseconds, voice.Pitch, voice.F4 ?? VowelStatistics.Shipped().MeanF4, [.. knots]);
    }
}

/// <summary>What was found in the sound of a vowel.</summary>
/// <param name="Hertz">The formants, in the order of <see cref="VowelSet.FeatureNames"/>.</param>
/// <param name="Filled">How many of them come from another frame than the nearest.</param>
/// <param name="Takes">How often the vowel was spoken.</param>
internal sealed record TrackedVowel(double[] Hertz, int Filled, int Takes);

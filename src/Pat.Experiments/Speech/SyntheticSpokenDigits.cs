using Pat.Core.Tensors;
using Pat.Experiments.Audio.Synthesis;

namespace Pat.Experiments.Speech;

/// <summary>Spoken digits that nobody said, so that the program runs without a download: <see cref="SyntheticTalkers"/> say the syllables of <see cref="SpokenDigitScript"/>.</summary>
public static class SyntheticSpokenDigits
{
    /// <summary>What results say they come from.</summary>
    public const string Source = "synthetic";

    private const int Talkers = 12, TestTalkers = 3, ValidationTalkers = 2;
    private const int Takes = 8, TestTakes = 2, ValidationTakes = 1;

    /// <summary>Draws the recordings of a seed, and splits them; each seed has other talkers.</summary>
    /// <remarks>
    /// 960 recordings: 12 talkers say ten digits eight times. Own split: takes 0 and 1 test (240), take 2 validates (120), the others train (600). Speaker split: three talkers test (240), two
    /// validate (160), seven train (560).
    /// </remarks>
    /// <param name="seed">Run seed.</param>
    /// <param name="split">One of <see cref="SpeechSplit.Names"/>.</param>
    /// <param name="keepValidation">False to train on the validation recordings too, and validate on none.</param>
    public static SpeechData Draw(long seed, string split = SpeechSplit.Own, bool keepValidation = true)
    {
        var recordings = Record(seed);
        return split == SpeechSplit.Speaker
            ? SpeechSplit.BySpeaker(recordings, seed, keepValidation, TestTalkers, ValidationTalkers)
            : SpeechSplit.ByTake(recordings, keepValidation, TestTakes, ValidationTakes);
    }

    private static RecordingSet Record(long seed)
    {
        var (talkers, digits) = (new SyntheticTalkers(seed, SpeechData.Rate), SpokenDigitScript.Digits.Count);
        var recordings = new Recording[Takes * Talkers * digits];
        Workers.ForEachChunk(recordings.Length, digits, (from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var (take, talker, digit) = (i / digits / Talkers, i / digits % Talkers, i % digits);
                recordings[i] = new(talkers.Digit(digit, talker, take), digit, SyntheticTalkers.NameOf(talker), take);
            }
        });
        return new(
            recordings, [.. Enumerable.Range(0, digits).Select(digit => $"{digit}")], Source,
            FormattableString.Invariant($"SYNTHETIC spoken digits of seed {seed}, said by {Talkers} talkers that the program made up, {SpeechData.Rate:N0} Hz"), [])
        {
            IsSynthetic = true,
        };
    }
}

using Pat.Core.Randomness;
using Pat.Experiments.Audio;
using Pat.Experiments.Audio.Synthesis;

namespace Pat.Experiments.Speech;

/// <summary>How much speech differs. Spreads are standard deviations of logarithms.</summary>
/// <param name="HabitOfFormants">Of the formants of each sound of a word from talker to talker, besides the voice.</param>
/// <param name="HabitOfLength">Of the length of each sound, likewise.</param>
/// <param name="Formants">Of the formants of each sound from take to take.</param>
/// <param name="Length">Of the length of each sound, likewise.</param>
/// <param name="MostSlope">The microphone of a talker adds a share of the sample before, from minus this to this.</param>
/// <param name="LeastRatio">Level of the word over that of the background noise, in decibels, at least.</param>
/// <param name="MostRatio">The same, at most.</param>
internal sealed record SpeakingManner(double HabitOfFormants, double HabitOfLength, double Formants, double Length, double MostSlope, double LeastRatio, double MostRatio)
{
    /// <summary>Single sounds in a quiet room.</summary>
    public static SpeakingManner Careful { get; } = new(0.03, 0.1, 0.03, 0.1, 0, 25, 40);

    /// <summary>
    /// Words in a noisy room. Chosen so that logistic regression on log-mel features makes mistakes as often as on real recordings: right in 93 % by the own split and in 85 % by the speaker split (six seeds).
    /// </summary>
    public static SpeakingManner Casual { get; } = new(0.12, 0.4, 0.1, 0.3, 0.8, 3, 15);
}

/// <summary>
/// The talkers of a seed, who say digits and vowels: each has a voice (<see cref="Talker.Draw"/>) and habits of speech (<see cref="SpeakingManner"/>), and says nothing twice in the same way.
/// </summary>
/// <remarks>
/// From take to take pace (8 %), pitch (5 %), every sound, the background noise and the level (peaks of 0.45 to 0.9) differ. All spreads are our choice.
/// </remarks>
/// <param name="seed">Run seed.</param>
/// <param name="rate">Samples per second, at least 8,000.</param>
internal sealed class SyntheticTalkers(long seed, int rate)
{
    private const double PaceSpread = 0.08, PitchSpread = 0.05;
    private const double HighestPeak = 0.9, LevelRange = 6; // decibels below it
    private const double VowelMilliseconds = 300;

    private readonly Noise noise = Noise.FromSeed(seed).Split("synthetic talkers");
    private readonly SpeechSynthesiser synthesiser = new(rate);

    /// <summary>The name of a talker; up to the 999th their alphabetical order is that of their numbers.</summary>
    public static string NameOf(int talker) => FormattableString.Invariant($"talker{talker + 1:000}");

    /// <summary>A digit, from <see cref="SpokenDigitScript"/>.</summary>
    public Sound Digit(int digit, int talker, int take) =>
        Say(SpokenDigitScript.Digits[digit], SpeakingManner.Casual, talker, noise.Split("digits").Split(talker).Split(digit), take);

    /// <summary>A vowel, by its place in <see cref="Vowel.All"/>, held for about 0.3 s.</summary>
    public Sound Vowel(int vowel, int talker, int take)
    {
        var name = Audio.Synthesis.Vowel.All[vowel].Name;
        return Say([Segment.Of(name, VowelMilliseconds)], SpeakingManner.Careful, talker, noise.Split("vowels").Split(talker).Split(vowel), take);
    }

    private Sound Say(IReadOnlyList<Segment> segments, SpeakingManner manner, int talker, Noise word, int take)
    {
        Span<float> normals = stackalloc float[2];
        var now = word.Split(take);
        now.Split("voice").Normals(0, normals);
        var voice = Talker.Draw(noise.Split("talkers"), talker);
        voice = voice with { Pitch = voice.Pitch * Math.Exp(PitchSpread * normals[0]), Pace = voice.Pace * Math.Exp(PaceSpread * normals[1]) };
        var sound = synthesiser.Speak([.. segments.Select((segment, place) => Said(segment, manner, word.Split("habits"), now.Split("sounds"), place))], voice, now);
        return Recorded(sound, manner, noise.Split("microphone").Uniform(talker), now);
    }

    private static Segment Said(Segment segment, SpeakingManner manner, Noise habits, Noise now, int place)
    {
        Span<float> habit = stackalloc float[4];
        Span<float> today = stackalloc float[4];
        habits.Normals(place, habit);
        now.Normals(place, today);
        return segment with
        {
            F1 = segment.F1 * Math.Exp(manner.HabitOfFormants * habit[0] + manner.Formants * today[0]),
            F2 = segment.F2 * Math.Exp(manner.HabitOfFormants * habit[1] + manner.Formants * today[1]),
            F3 = segment.F3 * Math.Exp(manner.HabitOfFormants * habit[2] + manner.Formants * today[2]),
            Milliseconds = segment.Milliseconds * Math.Exp(manner.HabitOfLength * habit[3] + manner.Length * today[3]),
        };
    }

    private static Sound Recorded(Sound sound, SpeakingManner manner, double microphone, Noise take)
    {
        Span<float> uniforms = stackalloc float[2];
        take.Split("levels").Uniforms(0, uniforms);
        var (slope, ratio) = (manner.MostSlope * (2 * microphone - 1), manner.LeastRatio + (manner.MostRatio - manner.LeastRatio) * uniforms[0]);
        var (samples, room) = (new float[sound.Samples.Length], new float[sound.Samples.Length]);
        for (var t = 0; t < samples.Length; t++)
            samples[t] = (float)(sound.Samples[t] + slope * (t > 0 ? sound.Samples[t - 1] : 0));
        take.Split("room").Normals(0, room);
        var background = SoundLevel.Rms(samples) * Math.Pow(10, -ratio / 20);
        for (var t = 0; t < samples.Length; t++)
            samples[t] += (float)(background * room[t]);
        var gain = HighestPeak / samples.Max(Math.Abs) * Math.Pow(10, -LevelRange * uniforms[1] / 20);
        return new([.. samples.Select(sample => (float)(gain * sample))], 1, sound.Rate);
    }
}

using Pat.Core.Randomness;
using Pat.Experiments.Audio;
using Pat.Experiments.Audio.Synthesis;

namespace Pat.Experiments.Speech;

/// <summary>
/// The talkers of a seed, who say digits and vowels: each has a voice of its own (<see cref="Talker.Draw"/>), and says nothing twice in the same way.
/// </summary>
/// <remarks>
/// From take to take pace (8 %), pitch (5 %), the formants of every sound (2 % each), the background noise (25 to 40 dB below the word) and the level (peaks of 0.45 to 0.9) differ; the spreads are our choice.
/// </remarks>
/// <param name="seed">Run seed.</param>
/// <param name="rate">Samples per second, at least 8,000.</param>
internal sealed class SyntheticTalkers(long seed, int rate)
{
    private const double PaceSpread = 0.08, PitchSpread = 0.05, FormantSpread = 0.02;
    private const double LeastRatio = 25, RatioRange = 15, LevelRange = 6; // decibels
    private const double HighestPeak = 0.9;
    private const double VowelMilliseconds = 300;

    private readonly Noise noise = Noise.FromSeed(seed).Split("synthetic talkers");
    private readonly SpeechSynthesiser synthesiser = new(rate);

    /// <summary>The name of a talker; up to the 999th their alphabetical order is that of their numbers.</summary>
    public static string NameOf(int talker) => FormattableString.Invariant($"talker{talker + 1:000}");

    /// <summary>A digit, from <see cref="SpokenDigitScript"/>.</summary>
    public Sound Digit(int digit, int talker, int take) => Say(SpokenDigitScript.Digits[digit], talker, noise.Split("digits").Split(talker).Split(digit).Split(take));

    /// <summary>A vowel, by its place in <see cref="Vowel.All"/>, held for about 0.3 s.</summary>
    public Sound Vowel(int vowel, int talker, int take) =>
        Say([Segment.Of(Audio.Synthesis.Vowel.All[vowel].Name, VowelMilliseconds)], talker, noise.Split("vowels").Split(talker).Split(vowel).Split(take));

    private Sound Say(IReadOnlyList<Segment> segments, int talker, Noise take)
    {
        Span<float> normals = stackalloc float[2];
        take.Split("voice").Normals(0, normals);
        var voice = Talker.Draw(noise.Split("talkers"), talker);
        voice = voice with { Pitch = voice.Pitch * Math.Exp(PitchSpread * normals[0]), Pace = voice.Pace * Math.Exp(PaceSpread * normals[1]) };
        var sound = synthesiser.Speak([.. segments.Select((segment, place) => Articulated(segment, take.Split("formants"), place))], voice, take);
        return InARoom(sound, take);
    }

    private static Segment Articulated(Segment segment, Noise noise, int place)
    {
        Span<float> normals = stackalloc float[3];
        noise.Normals(place, normals);
        return segment with
        {
            F1 = segment.F1 * Math.Exp(FormantSpread * normals[0]),
            F2 = segment.F2 * Math.Exp(FormantSpread * normals[1]),
            F3 = segment.F3 * Math.Exp(FormantSpread * normals[2]),
        };
    }

    private static Sound InARoom(Sound sound, Noise take)
    {
        Span<float> uniforms = stackalloc float[2];
        take.Split("levels").Uniforms(0, uniforms);
        var background = SoundLevel.Rms(sound.Samples) * Math.Pow(10, -(LeastRatio + RatioRange * uniforms[0]) / 20);
        var samples = new float[sound.Samples.Length];
        take.Split("room").Normals(0, samples);
        for (var t = 0; t < samples.Length; t++)
            samples[t] = (float)(sound.Samples[t] + background * samples[t]);
        var gain = HighestPeak / samples.Max(Math.Abs) * Math.Pow(10, -LevelRange * uniforms[1] / 20);
        return new([.. samples.Select(sample => (float)(gain * sample))], 1, sound.Rate);
    }
}

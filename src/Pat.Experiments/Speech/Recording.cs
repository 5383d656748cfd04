using System.Globalization;
using Pat.Experiments.Audio;

namespace Pat.Experiments.Speech;

/// <summary>A word that somebody said once.</summary>
/// <param name="Sound">One channel. Nobody changes its samples: all seeds share them.</param>
/// <param name="Label">Place of the word in <see cref="RecordingSet.ClassNames"/>.</param>
/// <param name="Speaker">Who said it.</param>
/// <param name="Index">Which of the speaker's takes of this word, usually from 0.</param>
public sealed record Recording(Sound Sound, int Label, string Speaker, int Index)
{
    /// <summary>The word alone: without a constant offset and without the silence before and after.</summary>
    public Sound Word() => SoundLevel.TrimSilence(SoundLevel.RemoveOffset(Sound));
}

/// <summary>What the name of a recording's file says: LABEL_SPEAKER_INDEX.wav, as in the Free Spoken Digit Dataset.</summary>
/// <param name="Word">The word that was said.</param>
/// <param name="Speaker">Who said it.</param>
/// <param name="Index">Which take.</param>
internal sealed record RecordingName(string Word, string Speaker, int Index)
{
    private const string Written = ".wav";

    /// <summary>"7_george_12.wav".</summary>
    public override string ToString() => FormattableString.Invariant($"{Word}_{Speaker}_{Index}{Written}");

    /// <summary>The ending of a file that a decoder reads, in letters of any case; null if it has another.</summary>
    public static string? EndingOf(string file) => AudioFile.Decoders.Select(decoder => decoder.Ending).FirstOrDefault(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a name, without its folder; null if it has another form.</summary>
    public static RecordingName? Parse(string file) =>
        EndingOf(file) is { } ending && file[..^ending.Length].Split('_') is [{ Length: > 0 } word, { Length: > 0 } speaker, var take]
            && int.TryParse(take, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new(word, speaker, index)
            : null;
}

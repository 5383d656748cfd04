using System.Globalization;
using Pat.Core.Tensors;
using Pat.Experiments.Audio;
using Pat.Experiments.Data;

namespace Pat.Experiments.Speech;

/// <summary>
/// Reads a folder of recordings: WAV files of any kind, named LABEL_SPEAKER_INDEX.wav, such as 7_george_12.wav or yes_anna_0.wav. This is the form of the Free Spoken
/// Digit Dataset (Z. Jackson et al., github.com/Jakobovski/free-spoken-digit-dataset, CC BY-SA 4.0), and of one's own recordings.
/// </summary>
/// <remarks>
/// <para>A folder that holds fsdd/recordings/ stands for that subfolder; otherwise the files lie in the folder itself. Other files, subfolders and names that begin with a dot are left alone.</para>
/// <para>The classes are the different labels, numbers first and in their order, then words in alphabetical order. Labels and speakers have no "_" in them. Every recording is brought to one channel
/// and 8,000 Hz; silence at its ends and its level are left as they are.</para>
/// </remarks>
public static class RecordingFolder
{
    /// <summary>Where a data folder holds the Free Spoken Digit Dataset.</summary>
    public const string Fsdd = "fsdd/recordings";

    /// <summary>The longest recording, in seconds: a word, not a speech.</summary>
    public const double MostSeconds = 30;

    /// <summary>A file of this name says that nobody said the words of a folder.</summary>
    public const string SyntheticMark = "SYNTHETIC.txt";

    private const string What = "Recording";
    private const string Form = "LABEL_SPEAKER_INDEX.wav";
    private const int FilesAtATime = 16;
    private const int FsddSpeakers = 6, FsddTakes = 50;

    /// <summary>Reads and checks all files.</summary>
    /// <param name="folder">A data folder, or a folder of recordings.</param>
    /// <exception cref="DataException">There is no folder, it holds no recordings or those of one word only, or a file has another name, is damaged, empty, silent or too long.</exception>
    public static RecordingSet Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DataException("Data folder", folder, $"a folder that holds {Fsdd}/ or files {Form}", File.Exists(folder) ? "a file" : "no such folder", "Check --data.");
        var path = Directory.Exists(Path.Combine(folder, Fsdd)) ? Path.Combine(folder, Fsdd) : folder;
        var files = Find(path);
        var words = WordsOf(path, files);
        var labels = words.Index().ToDictionary(word => word.Item, word => word.Index);
        var (recordings, rates, mixed) = (new Recording[files.Length], new int[files.Length], new bool[files.Length]);
        Workers.ForEachChunk(files.Length, FilesAtATime, (from, to) =>
        {
            for (var i = from; i < to; i++)
            {
                var sound = WordOf(files[i].Path);
                (rates[i], mixed[i]) = (sound.Rate, sound.Channels > 1);
                recordings[i] = new(Resampler.To(sound.Mono(), SpeechData.Rate), labels[files[i].Name.Word], files[i].Name.Speaker, files[i].Name.Index);
            }
        });
        var isFsdd = new DirectoryInfo(path) is { Name: "recordings", Parent.Name: "fsdd" };
        var name = isFsdd ? "fsdd" : new DirectoryInfo(path).Name;
        var synthetic = File.Exists(Path.Combine(path, SyntheticMark));
        var set = new RecordingSet(
            [.. RecordingSet.InOrder(recordings)], words, synthetic ? SyntheticSpokenDigits.Source : name, $"{(synthetic ? "synthesised words" : "recordings")} of {name}, {SpeechData.Rate:N0} Hz", [])
        {
            IsSynthetic = synthetic,
        };
        return set with { Remarks = [.. isFsdd ? AboutFsdd(path, set) : [], .. AboutSound(rates, mixed), .. AboutSpeakers(set), .. AboutCopies(set)] };
    }

    private static (string Path, RecordingName Name)[] Find(string folder)
    {
        string[] names;
        try
        {
            names = [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!).Where(name => RecordingName.EndingOf(name) is not null && name[0] != '.').Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException("Data folder", folder, "a readable folder", e.Message, "Check its permissions.");
        }
        if (names.Length == 0)
            throw new DataException("Data folder", folder, $"{Fsdd}/, or files {Form} such as 7_george_12.wav", Directory.EnumerateDirectories(folder).Any() ? "no WAV file, only subfolders" : "no WAV file", "Check --data; subfolders are not read.");
        var files = new (string Path, RecordingName Name)[names.Length];
        var seen = new Dictionary<RecordingName, string>();
        foreach (var (i, name) in names.Index())
        {
            var parsed = RecordingName.Parse(name)
                ?? throw new DataException(What, Path.Combine(folder, name), $"a name {Form} such as 7_george_12.wav, with two \"_\" and a whole number", name, "Rename the file, or put it elsewhere.");
            if (!seen.TryAdd(parsed, name))
                throw new DataException(What, Path.Combine(folder, name), "one file for each take", $"the take of {seen[parsed]} again", "Give it another number.");
            files[i] = (Path.Combine(folder, name), parsed);
        }
        return files;
    }

    private static string[] WordsOf(string folder, (string Path, RecordingName Name)[] files)
    {
        string[] words = [.. files.Select(file => file.Name.Word).Distinct().OrderBy(NumberOf).ThenBy(word => word, StringComparer.Ordinal)];
        if (words.Length == 1)
            throw new DataException("Data folder", folder, "recordings of two words or more", $"\"{words[0]}\" only", "What stands before the first \"_\" of a name is the word.");
        if (words.GroupBy(word => NumberOf(word) is < long.MaxValue and var number ? $"{number}" : word.ToUpperInvariant()).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new DataException("Data folder", folder, "one spelling for each word", string.Join(" and ", twice.Select(word => $"\"{word}\"")), "Rename the files of one of them.");
        if (files.Select(file => file.Name.Speaker).Distinct().GroupBy(speaker => speaker.ToUpperInvariant()).FirstOrDefault(group => group.Count() > 1) is { } person)
            throw new DataException("Data folder", folder, "one spelling for each speaker", string.Join(" and ", person.Select(speaker => $"\"{speaker}\"")), "Rename the files of one of them.");
        return words;
    }

    private static long NumberOf(string word) => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    /// <summary>Reads a recording of one word, and checks that it is no speech.</summary>
    internal static Sound WordOf(string path)
    {
        var sound = AudioFile.Read(path);
        if (sound.Frames == 0)
            throw new DataException(What, path, "a sound", "a file without samples", "Record it again, or take the file out.");
        if (sound.Samples.AsSpan().IndexOfAnyExcept(sound.Samples[0]) < 0)
            throw new DataException(What, path, "a sound", "silence: all its samples are the same", "Record it again, or take the file out.");
        if (sound.Seconds > MostSeconds)
            throw new DataException(What, path, $"one word, at most {MostSeconds} s", FormattableString.Invariant($"{sound.Seconds:F0} s"), "Cut the recording into words, one in each file.");
        return sound;
    }

    private static IEnumerable<string> AboutFsdd(string path, RecordingSet set)
    {
        var (words, speakers) = (set.ClassNames.Count, set.Speakers.Count);
        if (words != 10 || !set.ClassNames.SequenceEqual(Enumerable.Range(0, 10).Select(digit => $"{digit}")) || speakers != FsddSpeakers || set.Recordings.Count != 10 * FsddSpeakers * FsddTakes)
        {
            yield return FormattableString.Invariant($"{path} is not the Free Spoken Digit Dataset: expected {10 * FsddSpeakers * FsddTakes:N0} recordings of 10 digits by {FsddSpeakers} speakers, ")
                + FormattableString.Invariant($"got {set.Recordings.Count:N0} (words: {words}, speakers: {speakers}). Results are not results on that data set.");
        }
    }

    private static IEnumerable<string> AboutSound(int[] rates, bool[] mixed)
    {
        if (rates.Count(rate => rate != SpeechData.Rate) is > 0 and var others)
            yield return FormattableString.Invariant($"{others:N0} of {rates.Length:N0} recordings had another sampling rate and were brought to {SpeechData.Rate:N0} Hz.");
        if (rates.Distinct().Count() > 1)
        {
            yield return $"The files have several sampling rates ({string.Join(", ", rates.CountBy(rate => rate).OrderBy(rate => rate.Key).Select(rate => FormattableString.Invariant($"{rate.Key:N0} Hz: {rate.Value:N0}")))}), "
                + "which can be heard: a network may learn the recorder in place of the word.";
        }
        if (mixed.Count(is_ => is_) is > 0 and var channels)
            yield return FormattableString.Invariant($"{channels:N0} of {mixed.Length:N0} recordings had several channels, of which the mean was taken.");
    }

    private static IEnumerable<string> AboutCopies(RecordingSet set)
    {
        var same = set.Recordings.GroupBy(recording => WordOrigins.FingerprintOf(recording.Sound)).Where(group => group.Count() > 1).ToArray();
        if (same.Length > 0)
        {
            string NameOf(Recording recording) => new RecordingName(set.ClassNames[recording.Label], recording.Speaker, recording.Index).ToString();
            var count = same.Sum(group => group.Count() - 1);
            yield return FormattableString.Invariant($"{count:N0} {(count == 1 ? "recording is a copy of another" : "recordings are copies of others")}, sample for sample, such as {NameOf(same[0].Last())} of {NameOf(same[0].First())}: ")
                + "where one is tested and the other learned, accuracies are too high.";
        }
    }

    private static IEnumerable<string> AboutSpeakers(RecordingSet set)
    {
        const int named = 3;
        var said = set.Recordings.ToLookup(recording => recording.Speaker, recording => recording.Label);
        string[] missing = [.. from speaker in set.Speakers
                               let left = Enumerable.Range(0, set.ClassNames.Count).Except(said[speaker]).ToArray()
                               where left.Length > 0
                               select $"{speaker} (no {string.Join(", ", left.Take(named).Select(label => set.ClassNames[label]))}{(left.Length > named ? ", ..." : "")})"];
        if (missing.Length > 0)
            yield return $"{missing.Length} of {set.Speakers.Count} speakers did not say every word: {string.Join(", ", missing.Take(named))}{(missing.Length > named ? ", ..." : "")}.";
    }
}

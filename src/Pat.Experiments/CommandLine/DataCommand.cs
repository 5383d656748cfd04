using System.CommandLine;
using System.Globalization;
using Pat.Core.Tensors;
using Pat.Experiments.Audio;
using Pat.Experiments.Audio.Synthesis;
using Pat.Experiments.Data;
using Pat.Experiments.Runs;
using Pat.Experiments.Speech;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat data`: data sets that the program makes itself.</summary>
internal static class DataCommand
{
    private const string Vowels = "vowels";
    private const int MostTalkers = 999, MostTakes = 999;
    private const double FileHead = 44; // bytes

    /// <summary>The commands: synth.</summary>
    public static IReadOnlyList<Command> All(CancellationToken cancellation) => [Synth(cancellation)];

    private static Command Synth(CancellationToken cancellation)
    {
        var folder = CheckedOption.Folder("--out", "The folder, which must be new or empty.");
        folder.Required = true;
        var seed = CheckedOption.Integer("--seed", "Draws the talkers and their takes.", 1, 0, int.MaxValue);
        var talkers = CheckedOption.Integer("--talkers", "Number of talkers.", 12, 1, MostTalkers);
        var takes = CheckedOption.Integer("--takes", "How often each of them says everything; 5 takes test, 5 validate, more train.", 15, 1, MostTakes);
        var rate = CheckedOption.Word("--rate", "Samples per second.", "8000", "8000", "16000");
        var vowels = CheckedOption.Flag("--vowels", $"Also the ten vowels of Peterson and Barney, in {Vowels}/.");
        var json = CheckedOption.Flag("--json", "Print one JSON document on standard output and nothing else there.");
        var command = new Command(
            "synth", "Write spoken digits of the synthesiser as 16-bit WAV files DIGIT_TALKER_TAKE.wav, which --data reads like recordings of people.") { folder, seed, talkers, takes, rate, vowels, json };
        command.SetAction(parsed =>
        {
            var hertz = int.Parse(parsed.GetValue(rate)!, CultureInfo.InvariantCulture);
            var job = new SynthJob(NewFolder(parsed.GetValue(folder)!), parsed.GetValue(seed), parsed.GetValue(talkers), parsed.GetValue(takes), hertz);
            List<SynthSet> written = [job.Digits(cancellation)];
            if (parsed.GetValue(vowels))
                written.Add(job.Vowels(Vowels, cancellation));
            var complete = !cancellation.IsCancellationRequested;
            Print(parsed, parsed.GetValue(json), job, written, complete);
            return complete ? ExitCode.Done : ExitCode.Interrupted;
        });
        return command;
    }

    private static string NewFolder(string path)
    {
        var folder = Path.GetFullPath(path);
        RunFolder.Guard(folder, () =>
        {
            if (File.Exists(folder))
                throw new DataException("Output folder", folder, "a new or empty folder", "a file of that name", "Choose another --out.");
            Directory.CreateDirectory(folder);
            if (Directory.EnumerateFileSystemEntries(folder).Any())
                throw new DataException("Output folder", folder, "a new or empty folder", "one that holds something", "Choose another --out: nothing is overwritten.");
        });
        return folder;
    }

    private static void Print(ParseResult parsed, bool json, SynthJob job, IReadOnlyList<SynthSet> written, bool complete)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (json)
        {
            output.WriteLine(ResultDocument.Text(new { job.Folder, job.Seed, job.Talkers, job.Takes, job.Rate, complete, Sets = written }));
            return;
        }
        var report = new Report(output);
        foreach (var set in written)
        {
            var bytes = 2 * set.Seconds * job.Rate + FileHead * set.Files;
            report.Line(FormattableString.Invariant(
                $"Wrote {set.Files:N0} {set.What}, {job.Talkers} synthetic talkers with {job.Takes} takes each, {set.Seconds / 60:F1} min at {job.Rate:N0} Hz, {bytes / 1e6:F1} MB, in {set.Folder}"));
        }
        if (!complete)
            report.Bold("INCOMPLETE: stopped before everything was written.");
    }

    /// <summary>What was written.</summary>
    private sealed record SynthSet(string What, string Folder, int Files, double Seconds);

    private sealed record SynthJob(string Folder, long Seed, int Talkers, int Takes, int Rate)
    {
        private readonly SyntheticTalkers talkers = new(Seed, Rate);

        public SynthSet Digits(CancellationToken cancellation) =>
            Write("spoken digits", Folder, [.. Enumerable.Range(0, SpokenDigitScript.Digits.Count).Select(digit => $"{digit}")], talkers.Digit, cancellation);

        public SynthSet Vowels(string subfolder, CancellationToken cancellation) =>
            Write("vowels", Path.Combine(Folder, subfolder), [.. Vowel.All.Select(vowel => vowel.Name)], talkers.Vowel, cancellation);

        private SynthSet Write(string what, string folder, string[] words, Func<int, int, int, Sound> say, CancellationToken cancellation)
        {
            RunFolder.Guard(folder, () =>
            {
                Directory.CreateDirectory(folder);
                File.WriteAllText(Path.Combine(folder, RecordingFolder.SyntheticMark), "Nobody said these words: pat data synth made them. While this file is here, reports say SYNTHETIC.\n");
            });
            var seconds = new double[Talkers * Takes * words.Length]; // 0 for what was not written
            Workers.ForEachChunk(seconds.Length, words.Length, (from, to) =>
            {
                for (var i = from; i < to && !cancellation.IsCancellationRequested; i++)
                {
                    var (word, talker, take) = (i % words.Length, i / words.Length % Talkers, i / words.Length / Talkers);
                    var sound = say(word, talker, take);
                    WavWriter.WritePcm16(Path.Combine(folder, new RecordingName(words[word], SyntheticTalkers.NameOf(talker), take).ToString()), sound);
                    seconds[i] = sound.Seconds;
                }
            });
            return new(what, folder, seconds.Count(one => one > 0), seconds.Sum());
        }
    }
}

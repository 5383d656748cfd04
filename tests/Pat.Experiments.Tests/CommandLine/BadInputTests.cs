using Pat.Experiments.Data;
using Pat.Experiments.Tests.Data;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class BadInputTests : InFolder
{
    [Theory]
    [InlineData("run vowels --sedes 3", "'--sedes'")]
    [InlineData("run vowel", "'vowel'")]
    [InlineData("walk", "'walk'")]
    [InlineData("run vowels --seeds -1", "--seeds: expected numbers from 0 to 9007199254740992")]
    [InlineData("run vowels --seeds 9007199254740993", "--seeds: expected numbers from 0 to 9007199254740992")]
    [InlineData("run vowels --seeds 99999999999999999999", "--seeds: expected numbers from 0 to 9007199254740992")]
    [InlineData("run vowels --seeds 1.5", "got \"1.5\"")]
    [InlineData("run vowels --seeds 5-1", "--seeds: expected a range that goes up, got \"5-1\"")]
    [InlineData("run vowels --seeds 1-1001", "--seeds: expected at most 1000 numbers")]
    [InlineData("run vowels --seeds 1,1", "--seeds: expected each number once, got 1 again")]
    [InlineData("run vowels --device-seeds x", "--device-seeds: expected numbers")]
    [InlineData("run vowels --epochs 0", "--epochs: expected a whole number from 1 to 10000, got \"0\"")]
    [InlineData("run vowels --epochs 10001", "--epochs: expected a whole number from 1 to 10000")]
    [InlineData("run vowels --epochs", "'--epochs'")]
    [InlineData("run vowels --epochs 1 --epochs 2", "--epochs")]
    [InlineData("run vowels --strength NaN", "--strength: expected a number from 0 to 10, got \"NaN\"")]
    [InlineData("run vowels --strength 0,5", "--strength: expected a number from 0 to 10, got \"0,5\"")]
    [InlineData("run vowels --gain -0.1", "--gain: expected a number from 0 to 10")]
    [InlineData("run vowels --noise 11", "--noise: expected a number from 0 to 10")]
    [InlineData("run vowels --methods pat,foo", "--methods: expected names among ideal, in-silico,")]
    [InlineData("run vowels --methods pat,pat", "--methods: expected each name once")]
    [InlineData("run vowels --split women", "--split: expected authors or talker, got \"women\"")]
    [InlineData("run vowels --threads 0", "--threads: expected a whole number from 1 to 1024")]
    [InlineData("sweep vowels --methods logistic", "--methods: expected names among")]
    [InlineData("sweep vowels --strength 1", "'--strength'")]
    [InlineData("sweep vowels --strengths 0,x", "--strengths: expected different numbers from 0 to 10")]
    [InlineData("tune vowels --seeds 1", "'--seeds'")]
    [InlineData("run vowels --seeds 1 --seeds 2", "'--seeds' expects a single argument but 2 were provided")]
    [InlineData("run vowels --methods pat --methods ideal", "'--methods'")]
    [InlineData("run vowels --factors read=0 --factors shot=0", "'--factors'")]
    [InlineData("run vowels --with clipping@input --with clipping@output", "'--with'")]
    [InlineData("run vowels --stream-seeds input=1 --stream-seeds drift=1", "'--stream-seeds'")]
    [InlineData("sweep vowels --strengths 1 --strengths 2", "'--strengths'")]
    public void A_command_line_that_cannot_be_understood_is_named_in_one_line(string line, string problem) =>
        Refused(PatRun.Of(line.Split(' ')), 2, problem, "--help'.");

    [Fact]
    public void A_data_folder_that_does_not_exist_is_named() =>
        Refused(OnData(Path.Combine(Root, "none")), 1, $"Data folder, {Path.Combine(Root, "none")}: expected a folder that holds hillenbrand/vowdata.dat");

    [Theory]
    [InlineData("run vowels")]
    [InlineData("run images --system plate")]
    [InlineData("run spoken-digits --system plate")]
    public void A_file_in_the_place_of_a_data_folder_is_named(string command)
    {
        var file = Path.Combine(Root, "file");
        File.WriteAllText(file, "");
        Refused(PatRun.Of([.. command.Split(' '), "--data", file]), 1, $"Data folder, {file}: expected a folder that holds ", "got a file. Check --data.");
    }

    [Fact]
    public void Empty_texts_are_no_names()
    {
        Refused(PatRun.Of("devices", "save", "transistor-circuit", "--out", ""), 2, "--out: expected a file, got nothing.");
        Refused(PatRun.Of("devices", "show", " "), 2, "BENCH|FILE: expected a bench (second-harmonic, ", "got nothing.");
        Refused(PatRun.Of("report", ""), 2, "DIR: expected a folder that a pat command wrote, got nothing.");
    }

    [Fact]
    public void A_folder_is_no_device_and_a_device_is_not_saved_where_there_is_no_folder()
    {
        var file = Path.Combine(Root, "none", "device.json");
        Refused(PatRun.Of("devices", "show", Root), 1, $"Device file, {Root}: expected a file that can be read, got a folder.");
        Refused(PatRun.Of("devices", "save", "transistor-circuit", "--out", file), 1, $"Device file, {file}: expected a place to write to");
    }

    [Fact]
    public void A_missing_vowel_file_is_named() => Refused(OnData(Root), 1, "vowdata.dat: expected a file, got none");

    [Fact]
    public void A_truncated_vowel_file_is_refused()
    {
        var lines = VowelFile.Lines();
        Refused(OnData(FolderWith(lines[..1000])), 1, "vowdata.dat: expected 1,668 data rows, got 997.");
    }

    [Fact]
    public void A_row_with_15_columns_is_refused()
    {
        var lines = VowelFile.Lines();
        var line = VowelFile.LineOf(lines, "w07iy");
        lines[line - 1] = lines[line - 1].TrimEnd()[..lines[line - 1].TrimEnd().LastIndexOf(' ')];
        Refused(OnData(FolderWith(lines)), 1, $"vowdata.dat line {line}: expected 16 columns, got 15.");
    }

    [Fact]
    public void A_value_that_is_not_a_number_is_refused()
    {
        var lines = VowelFile.Lines();
        var line = VowelFile.LineOf(lines, "w07iy");
        lines[line - 1] = lines[line - 1].Replace(" 3900 ", " NaN ", StringComparison.Ordinal);
        Refused(OnData(FolderWith(lines)), 1, $"vowdata.dat line {line} column 7: expected a finite number of at least 0, got \"NaN\".");
    }

    [Fact]
    public void Synthetic_vowels_have_no_talkers_to_split_by() =>
        Refused(PatRun.Of("run", "vowels", "--split", "talker", "--out", Out), 2, "Synthetic vowels have no talkers: pass the measured ones with --data DIR.");

    [Theory]
    [InlineData("run")]
    [InlineData("sweep")]
    [InlineData("tune")]
    public void An_output_folder_that_cannot_be_written_is_known_before_anything_is_computed(string verb)
    {
        var file = Path.Combine(Root, "file");
        File.WriteAllText(file, "");
        Refused(PatRun.Of(verb, "vowels", "--out", Path.Combine(file, "out")), 1, $"Run folder, {Path.Combine(file, "out")}: expected a place to write to");
    }

    [Fact]
    public void Bad_data_leave_no_folder_behind()
    {
        OnData(Root);
        Assert.False(Directory.Exists(Out));
    }

    private PatRun OnData(string folder) => PatRun.Of("run", "vowels", "--data", folder, "--out", Out, "--json");

    private string FolderWith(string[] lines)
    {
        var path = Path.Combine(Root, Hillenbrand.RelativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, lines);
        return Root;
    }

    private static void Refused(PatRun run, int code, params string[] parts)
    {
        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.StartsWith("pat: ", run.Error);
        Assert.Equal(run.Error.TrimEnd().Length, run.Error.IndexOf('\n'));
        Assert.All(parts, part => Assert.Contains(part, run.Error));
    }
}

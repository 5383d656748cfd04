using Pat.Experiments.Data;

namespace Pat.Experiments.Tests.Data;

public class HillenbrandTests
{
    [Fact]
    public void The_rows_are_the_women_saying_one_of_seven_vowels()
    {
        var rows = Read(VowelFile.Lines());
        Assert.Equal(48 * 7, rows.Count);
        Assert.All(rows, row => Assert.StartsWith("w", row.Talker));
        Assert.All(Enumerable.Range(0, 7), label => Assert.Equal(48, rows.Count(row => row.Label == label)));
    }

    [Fact]
    public void The_features_are_F1_to_F3_at_four_times()
    {
        var row = Read(VowelFile.Lines()).First(row => row.Talker == "w02" && VowelSet.ClassNames[row.Label] == "ae");
        Assert.Equal([402, 1506, 2697, 403, 1507, 2698, 404, 1508, 2699, 405, 1509, 2700], row.Hertz);
    }

    [Fact]
    public void Duration_fundamental_and_fourth_formant_are_those_of_the_row_and_a_zero_is_no_formant()
    {
        var lines = VowelFile.Lines();
        Set(lines, "w05iy", 6, "0");
        var rows = Read(lines);
        VowelVoice? Of(string talker) => rows.First(row => row.Talker == talker && VowelSet.ClassNames[row.Label] == "iy").Voice;
        Assert.Equal(new(300, 200, 3900), Of("w04"));
        Assert.Equal(new(300, 200, null), Of("w05"));
    }

    [Theory]
    [InlineData(3, 335)] // F1 at steady state
    [InlineData(15, 335)] // F3 at 80 %
    [InlineData(2, 336)] // the fundamental is no feature
    [InlineData(6, 336)] // nor is F4
    public void Only_rows_with_a_zero_among_the_features_are_left_out(int column, int expected)
    {
        var lines = VowelFile.Lines();
        Set(lines, "w05iy", column, "0");
        Assert.Equal(expected, Read(lines).Count);
    }

    [Fact]
    public void Windows_line_ends_change_nothing() =>
        Assert.Equal(336, Hillenbrand.Read(new StringReader(string.Join("\r\n", VowelFile.Lines())), "f").Count);

    [Fact]
    public void A_row_with_fifteen_columns_is_refused()
    {
        var lines = VowelFile.Lines();
        var line = VowelFile.LineOf(lines, "g03uw");
        lines[line - 1] = lines[line - 1].TrimEnd()[..^4];
        AssertRefused(lines, $"Vowel file, vowdata.dat line {line}: expected 16 columns, got 15. Restore the file");
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("-5")]
    [InlineData("12,5")]
    [InlineData("?")]
    public void A_value_that_is_no_frequency_is_refused(string value)
    {
        var lines = VowelFile.Lines();
        var line = Set(lines, "m07oa", 8, value);
        AssertRefused(lines, $"vowdata.dat line {line} column 9: expected a finite number of at least 0, got \"{value}\".");
    }

    [Theory]
    [InlineData("x05iy")]
    [InlineData("w05zz")]
    [InlineData("w5iy")]
    public void An_unknown_code_is_refused(string code)
    {
        var lines = VowelFile.Lines();
        var line = Set(lines, "w05iy", 0, code);
        AssertRefused(lines, $"vowdata.dat line {line} column 1: expected a code such as w07iy, got \"{code}\".");
    }

    [Fact]
    public void A_recording_that_comes_twice_is_refused()
    {
        var lines = VowelFile.Lines();
        lines[99] = lines[98];
        AssertRefused(lines, $"line 100: expected each recording once, got {lines[98][..5]} a second time.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(500)]
    [InlineData(1670)]
    public void A_truncated_file_is_refused(int lines) =>
        AssertRefused(VowelFile.Lines()[..lines], $"vowdata.dat: expected 1,668 data rows, got {Math.Max(0, lines - 3):N0}.");

    [Fact]
    public void A_file_cut_off_at_any_byte_gives_one_clear_error()
    {
        var text = string.Join('\n', VowelFile.Lines());
        for (var length = text.Length - 200; length < text.TrimEnd().Length - 3; length += 7)
            Assert.Throws<DataException>(() => Hillenbrand.Read(new StringReader(text[..length]), "vowdata.dat"));
    }

    [Fact]
    public void Messages_are_one_line_whatever_the_file_holds()
    {
        var lines = VowelFile.Lines();
        Set(lines, "m07oa", 8, "\0\u001b[31m");
        var error = Assert.Throws<DataException>(() => Read(lines));
        Assert.DoesNotContain(error.Message, letter => char.IsControl(letter));
    }

    [Fact]
    public void A_missing_folder_or_file_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("pat-").FullName;
        Assert.Contains($"{folder}/none: expected a folder that holds hillenbrand/vowdata.dat, got no such folder.",
            Assert.Throws<DataException>(() => Hillenbrand.Read($"{folder}/none")).Message);
        Assert.Contains($"{folder}/hillenbrand/vowdata.dat: expected a file, got none.",
            Assert.Throws<DataException>(() => Hillenbrand.Read(folder)).Message);
        Directory.Delete(folder);
    }

    [Fact]
    public void The_real_file_has_the_known_numbers_of_complete_rows()
    {
        var rows = Hillenbrand.Read(RealData.Folder());
        Assert.Equal([47, 47, 46, 48, 37, 43, 48], Enumerable.Range(0, 7).Select(label => rows.Count(row => row.Label == label)));
        Assert.Equal(48, rows.Select(row => row.Talker).Distinct().Count());
    }

    private static IReadOnlyList<VowelRow> Read(string[] lines) => Hillenbrand.Read(new StringReader(string.Join('\n', lines)), "vowdata.dat");

    private static void AssertRefused(string[] lines, string message) =>
        Assert.Contains(message, Assert.Throws<DataException>(() => Read(lines)).Message);

    private static int Set(string[] lines, string code, int column, string value)
    {
        var line = VowelFile.LineOf(lines, code);
        var fields = lines[line - 1].Split(' ');
        fields[column] = value;
        lines[line - 1] = string.Join(' ', fields);
        return line;
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Pat.Experiments.Audio;
using Pat.Experiments.Reporting;
using Pat.Experiments.Reporting.Plots;
using Pat.Experiments.Speech;
using Pat.Experiments.Tests.Speech;

namespace Pat.Experiments.Tests.Reporting;

public sealed class WordPageTests(WordNetwork network) : IClassFixture<WordNetwork>
{
    private static readonly XNamespace svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_numbers_of_the_page_are_those_of_the_network()
    {
        var word = network.Listener.Hear(network.Seven);
        var page = PageOf(word);
        var classes = CsvOf(page, "answer-3");
        Assert.Equal(["word", "device_logit", "twin_logit", "device_percent", "twin_percent"], classes[0]);
        Assert.Equal(word.ClassNames, classes.Skip(1).Select(row => row[0]));
        Assert.Equal(word.DeviceLogits, classes.Skip(1).Select(row => Number(row[1])));
        Assert.Equal(word.TwinProbabilities.Select(share => 100 * share), classes.Skip(1).Select(row => Number(row[4])));
        var sound = CsvOf(page, "sound-4");
        Assert.Equal(["time (s)", "sound"], sound[0].Select(name => name.Replace(", of full scale", "", StringComparison.Ordinal)));
        Assert.Equal(word.Sound.Samples, sound.Skip(1).Select(row => (float)Number(row[1])));
        Assert.Equal((word.Sound.Frames - 1.0) / SpeechData.Rate, Number(sound[^1][0]), 9);
        var uses = CsvOf(page, "device-7");
        Assert.Equal(word.Uses.Select(use => 100 * use.Difference!.Value), uses.Skip(1).Select(row => Number(row[4])));
        Assert.Equal(word.Uses.Select(use => 100 * use.DifferenceAlone!.Value), uses.Skip(1).Select(row => Number(row[5])));
        Assert.Equal(word.Uses.Select(use => 100 * use.Noise!.Value), uses.Skip(1).Select(row => Number(row[6])));
        var output = CsvOf(page, "device-9");
        Assert.Equal(word.Uses[0].Device, output.Skip(1).Select(row => (float)Number(row[1])));
        Assert.Equal(word.Uses[0].Twin, output.Skip(1).Select(row => (float)Number(row[2])));
    }

    [Fact]
    public void The_page_says_which_network_on_which_device_and_holds_only_finite_numbers()
    {
        var word = network.Listener.Hear(network.Seven);
        var page = PageOf(word);
        Assert.Contains("System circuit, front end log-mel, device seed 2, run seed 1, trained by pat", page.Descendants("header").Single().Value, StringComparison.Ordinal);
        Assert.Equal(["answer", "sound", "device", "network"], page.Descendants("section").Select(section => section.Attribute("id")!.Value));
        Assert.Equal(page.Descendants(svg + "svg").Count(), (int)page.Descendants("body").Single().Attribute("data-plots")!);
        Assert.Contains($"{100 * word.Result.DeviceAccuracy:F1} % of 10 test recordings", page.Descendants("section").Last().Value, StringComparison.Ordinal);
        Assert.Contains("2 training, 10 validation, 10 test recordings; 1 epoch", page.Descendants("section").Last().Value, StringComparison.Ordinal);
        AssertFinite(page);
    }

    [Theory]
    [InlineData("shg", "mfcc")]
    [InlineData("plate", "waveform")]
    public void Every_system_has_its_page(string system, string frontEnd)
    {
        var word = network.Train(system, frontEnd).Hear(network.Seven);
        var page = PageOf(word);
        Assert.True(word.Uses.Count > 4);
        Assert.Equal(word.Uses.Count, CsvOf(page, "device-7").Count - 1);
        Assert.Contains($"Uses 5 to {word.Uses.Count} are in the table above.", page.ToString(), StringComparison.Ordinal);
        AssertFinite(page);
    }

    [Fact]
    public void Silence_and_a_short_click_have_a_page()
    {
        AssertFinite(PageOf(network.Listener.Hear(new Sound(new float[4000], 1, SpeechData.Rate), "silence")));
        AssertFinite(PageOf(network.Listener.Hear(new Sound([0.5f], 1, SpeechData.Rate), "click")));
    }

    [Fact]
    public void The_page_is_written_into_a_folder_that_is_made()
    {
        var folder = Path.Combine(network.Folder, "a", "b");
        var path = WordPage.Write(folder, network.Listener.Hear(network.Seven));
        Assert.Equal(Path.Combine(folder, "report.html"), path);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_signal_is_drawn_by_its_lowest_and_highest_values_and_downloaded_whole()
    {
        float[] values = [.. Enumerable.Range(0, 40_000).Select(i => i == 12_345 ? 3f : MathF.Sin(i))];
        var plot = new SignalPlot(("time", "s"), ("sound", ""), 0, 1.0 / 8000, [("sound", Palette.Of(0), values)]);
        Assert.Equal(values.Length, plot.Numbers.Rows.Count);
        var path = plot.Draw("p", "t").Descendants(svg + "path").Select(path => path.Attribute("d")!.Value).MaxBy(path => path.Length)!;
        Assert.InRange(path.Count(letter => letter == 'L'), 300, 900);
        Assert.Contains("to 3", plot.Description, StringComparison.Ordinal);
        Assert.StartsWith("sound over time. sound: 0.00 first, " + Figures.Text(values[^1]) + " last", plot.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_is_a_picture_with_the_first_row_at_the_bottom()
    {
        var plot = new MapPlot(("step", ""), ("band", ""), ("power", "dB"), [[0, -60], [-30, -90]]) { AcrossOf = (1, 1), UpOf = (1, 1), Shades = (-60, 0) };
        var picture = plot.Draw("p", "t").Descendants(svg + "image").Last().Attribute("href")!.Value;
        var (size, pixels) = Decode(Convert.FromBase64String(picture["data:image/png;base64,".Length..]));
        Assert.Equal((2, 2), size);
        // Rows from the top, each after its filter: white, white; darkest, half.
        Assert.Equal([0, 255, 255, 255, 255, 255, 255, 0, 0, 75, 130, 128, 165, 192], pixels);
        Assert.Equal("power over step and band. Largest, 0.00 dB, at 1.00 and 1.00.", plot.Description);
        Assert.Equal(["step \\ band", "1", "2"], plot.Numbers.Columns);
    }

    // A reader of its own: sizes, pixels, and the check sums by the definition, bit by bit.
    private static ((int Columns, int Rows) Size, byte[] Lines) Decode(byte[] png)
    {
        Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(png[..8]));
        var (size, packed) = ((0, 0), Array.Empty<byte>());
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var (name, data) = (Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]);
            Assert.Equal(CheckSum(png[(at + 4)..(at + 8 + length)]), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            if (name == "IHDR")
                size = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(4)));
            else if (name == "IDAT")
                packed = data;
            at += 12 + length;
        }
        using var lines = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress))
            zlib.CopyTo(lines);
        return (size, lines.ToArray());
    }

    private static uint CheckSum(byte[] bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
                sum = ((sum ^ (uint)(one >> bit)) & 1) == 0 ? sum >> 1 : 0xEDB88320 ^ (sum >> 1);
        }
        return ~sum;
    }

    private static void AssertFinite(XDocument page)
    {
        foreach (var text in page.Descendants().SelectMany(element => element.Attributes()).Where(attribute => attribute.Name != "href").Select(attribute => attribute.Value).Append(page.Root!.Value))
            Assert.DoesNotMatch("NaN|not a number|∞|Infinity", text);
        foreach (var link in page.Descendants("a").Select(link => link.Attribute("download")?.Value).OfType<string>())
            Assert.All(CsvOf(page, link[..^".csv".Length]), row => Assert.DoesNotContain(row, field => field is "NaN" or "Infinity" or "-Infinity"));
    }

    private static XDocument PageOf(WordOnDevice word) => XDocument.Parse(WordPage.Of(word));

    private static List<string[]> CsvOf(XDocument page, string file)
    {
        var link = page.Descendants("a").Single(link => link.Attribute("download")?.Value == file + ".csv").Attribute("href")!.Value;
        return [.. CsvReader.Read(Encoding.UTF8.GetString(Convert.FromBase64String(link["data:text/csv;charset=utf-8;base64,".Length..]))).Records.Select(record => record.Fields)];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

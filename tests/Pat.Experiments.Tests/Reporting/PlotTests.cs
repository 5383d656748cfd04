using System.Globalization;
using System.Xml.Linq;
using Pat.Experiments.Reporting;
using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Tests.Reporting;

public sealed class PlotTests
{
    private static readonly XNamespace svg = "http://www.w3.org/2000/svg";

    private static readonly string[] elements = ["svg", "title", "desc", "line", "path", "polygon", "rect", "text"];

    [Theory]
    [InlineData(0, 1, 6, new double[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(0.03, 0.97, 6, new double[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(-7, 62, 5, new double[] { -20, 0, 20, 40, 60, 80 })]
    [InlineData(1e-6, 5e-6, 6, new double[] { 1e-6, 2e-6, 3e-6, 4e-6, 5e-6 })]
    [InlineData(93.8, 94.1, 6, new double[] { 93.8, 93.85, 93.9, 93.95, 94, 94.05, 94.1 })]
    public void Ticks_are_round_numbers_around_the_range(double low, double high, int parts, double[] ticks)
    {
        var got = Ticks.Around(low, high, parts);
        Assert.Equal(ticks.Length, got.Length);
        Assert.All(ticks.Zip(got), pair => Assert.Equal(pair.First, pair.Second, 1e-12 * Math.Abs(high)));
    }

    [Fact]
    public void Steps_are_1_2_or_5_times_a_power_of_ten_and_few()
    {
        for (var range = 1e-9; range < 1e9; range *= 1.07)
        {
            var step = Ticks.Step(range, 6);
            var digit = step / Math.Pow(10, Math.Floor(Math.Log10(step) + 1e-9));
            Assert.Contains(Math.Round(digit, 6), new double[] { 1, 2, 5 });
            // At most 6 parts, and never fewer than 6 / 2.5, the largest ratio of neighbouring steps.
            Assert.InRange(range / step, 6 / 2.5 - 1e-6, 6 + 1e-6);
        }
    }

    [Fact]
    public void Logarithmic_ticks_are_powers_of_ten_or_1_2_5_times_them()
    {
        Assert.Equal([0.02, 0.05, 0.1, 0.2, 0.5, 1, 2], Ticks.AroundLogarithmic(0.03, 1.2, 6).Select(tick => Math.Round(tick, 9)));
        Assert.Equal([1e-6, 1e-4, 1e-2, 1, 100], Ticks.AroundLogarithmic(2e-6, 30, 6).Select(tick => double.Parse(tick.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("time", "s", 0, 2.5e-4, "time (µs)", "0|50|100|150|200|250")]
    [InlineData("frequency", "Hz", 0, 250000, "frequency (kHz)", "0|50|100|150|200|250")]
    [InlineData("accuracy", "%", 20, 100, "accuracy (%)", "20|40|60|80|100")]
    [InlineData("slope", "", 0, 0.0004, "slope (10⁻⁶)", "0|100|200|300|400")]
    [InlineData("device runs", "", 0, 87500, "device runs", "0|20,000|40,000|60,000|80,000|100,000")]
    [InlineData("loss", "", -0.2, 0.3, "loss", "−0.2|−0.1|0.0|0.1|0.2|0.3")]
    public void Axes_have_short_labels_and_say_their_unit(string name, string unit, double low, double high, string title, string labels)
    {
        var axis = Axis.Around(name, unit, [low, high]);
        Assert.Equal((title, labels), (axis.Title, string.Join('|', axis.Ticks.Select(tick => tick.Label))));
    }

    [Fact]
    public void A_value_lies_at_its_share_of_the_axis()
    {
        var linear = Axis.Around("x", "", [0, 10]);
        Assert.Equal([0, 0.25, 1], new[] { 0.0, 2.5, 10 }.Select(linear.Share));
        var logarithmic = Axis.Logarithmic("x", "", [1, 1e4]);
        Assert.Equal(0.5, logarithmic.Share(100), 12);
        var same = Axis.Around("x", "", [3, 3, double.NaN]);
        Assert.InRange(same.Share(3), 0.1, 0.9);
        var tight = Axis.Tight("x", "", [0.3, 9.7]);
        Assert.Equal((0.0, 1.0), (tight.Share(0.3), tight.Share(9.7)));
        Assert.All(tight.Ticks, tick => Assert.InRange(tight.Share(tick.Value), 0, 1));
    }

    [Fact]
    public void No_two_series_look_the_same()
    {
        var looks = Enumerable.Range(0, 49).Select(Palette.Of).ToArray();
        Assert.Equal(49, looks.Select(look => (look.Colour, look.Marker)).Distinct().Count());
        // The first seven differ in each of the three, so that they can be told apart in black and white.
        Assert.Equal((7, 7, 7), (looks[..7].Select(look => look.Colour).Distinct().Count(), looks[..7].Select(look => look.Dash).Distinct().Count(), looks[..7].Select(look => look.Marker).Distinct().Count()));
    }

    public static TheoryData<string> Names => [.. Plots("").Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_plot_is_valid_and_tells_what_it_shows(string name)
    {
        var plot = Plots(ExampleFolder.Hostile)[name];
        Assert.True(plot.HasMarks);
        var drawing = XDocument.Parse(plot.Draw("plot-1", ExampleFolder.Hostile).ToString()).Root!;
        Assert.Equal((svg + "svg", "img", "plot-1-title plot-1-desc"), (drawing.Name, drawing.Attribute("role")?.Value, drawing.Attribute("aria-labelledby")?.Value));
        Assert.Equal(ExampleFolder.Hostile, drawing.Element(svg + "title")!.Value);
        Assert.Contains(ExampleFolder.Hostile, drawing.Element(svg + "desc")!.Value);
        Assert.NotEmpty(Marks(drawing));
        // Nothing but known elements: a name never becomes one.
        Assert.All(drawing.DescendantsAndSelf(), element => Assert.Contains(element.Name.LocalName, elements));
        Assert.All(drawing.Descendants().Attributes(), attribute => Assert.DoesNotContain("NaN", attribute.Value));
        Assert.All(plot.Numbers.Rows, row => Assert.Equal(plot.Numbers.Columns.Count, row.Count));
    }

    [Theory, MemberData(nameof(Names))]
    public void All_of_a_plot_lies_inside_it(string name)
    {
        var drawing = Plots("a long name of a series or a term, longer than there is room")[name].Draw("plot-1", "title");
        var height = double.Parse(drawing.Attribute("viewBox")!.Value.Split(' ')[3], CultureInfo.InvariantCulture);
        double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
        Assert.All(drawing.Elements(svg + "rect"), box => Assert.InRange(Number(box, "x") + Number(box, "width"), 0, Canvas.Width));
        Assert.All(drawing.Elements(svg + "line"), line => Assert.InRange(Math.Max(Number(line, "x1"), Number(line, "x2")), 0, Canvas.Width));
        Assert.All(drawing.Elements(svg + "text"), text => Assert.InRange(Number(text, "y"), 0, height));
    }

    [Fact]
    public void Bars_are_as_long_as_their_values()
    {
        var drawing = new BarPlot(("x", ""), ["x"], [new("a", [10]), new("b", [-5]), new("c", [double.NaN]), new("d", [0], Note: "no effect")]).Draw("p", "t");
        var boxes = Marks(drawing).ToArray();
        Assert.Equal(2, boxes.Length);
        Assert.Equal(2, WidthOf(boxes[0]) / WidthOf(boxes[1]), 0.01);
        Assert.Contains(drawing.Elements(svg + "text"), text => text.Value == "no effect");
        Assert.Contains(drawing.Elements(svg + "text"), text => text.Value == "not a number");
    }

    [Fact]
    public void A_tiny_value_beside_its_bar_fits_into_the_room_for_it()
    {
        string[] Texts(double value) => [.. new BarPlot(("x", ""), ["x"], [new("a", [value])]).Draw("p", "t").Elements(svg + "text").Select(text => text.Value)];
        Assert.Contains("7×10⁻¹³", Texts(6.7e-13));
        Assert.Contains("0.0123", Texts(0.0123));
    }

    [Fact]
    public void Intervals_beyond_the_limits_end_in_an_arrow_at_the_axis()
    {
        int Lines(double low, double high) => new BarPlot(("accuracy", "%"), ["accuracy"], [new("a", [60], low, high)]) { Limits = (0, 100), Reaching = [100] }.Draw("p", "t").Elements(svg + "line").Count();
        // An arrow is two lines, an end one.
        Assert.Equal((1, 2), (Lines(-200, 80) - Lines(40, 80), Lines(-200, 300) - Lines(40, 80)));
    }

    [Fact]
    public void Epochs_have_no_ticks_between() => Assert.Equal(["1", "2", "3"], Axis.Tight("epoch", "", [1, 2, 3]).Ticks.Select(tick => tick.Label));

    [Fact]
    public void Missing_points_interrupt_a_line()
    {
        var drawing = new XyPlot(("x", ""), ("y", ""), [new("s", Palette.Of(0), [new(1, 1), new(2, 2), new(3, null), new(4, double.NaN), new(5, 1), new(6, 3)]) { Marks = false }]).Draw("p", "t");
        Assert.Equal(2, Marks(drawing).Single().Attribute("d")!.Value.Count(letter => letter == 'M'));
    }

    [Fact]
    public void A_plot_without_finite_numbers_says_so()
    {
        Assert.False(new XyPlot(("x", ""), ("y", ""), [new("s", Palette.Of(0), [new(1, null), new(2, double.NaN)])]).HasMarks);
        Assert.False(new BarPlot(("x", ""), ["x"], [new("a", [double.PositiveInfinity])]).HasMarks);
        Assert.False(new Distribution(("x", ""), [new("a", Palette.Of(0), [])]).HasMarks);
    }

    [Theory]
    [InlineData(0.0, "0.00")]
    [InlineData(-0.0001234, "−0.000123")]
    [InlineData(1.26e-7, "1.26×10⁻⁷")]
    [InlineData(123456.7, "123,457")]
    [InlineData(double.NaN, "not a number")]
    [InlineData(null, "–")]
    public void Numbers_are_written_for_people(double? number, string text) => Assert.Equal(text, Figures.Text(number));

    private static Dictionary<string, IPlot> Plots(string name) => new()
    {
        ["lines"] = new XyPlot(("x", "s"), (name, "%"), [new(name, Palette.Of(0), [new(0, 1, 0.5, 2), new(1, 3, 2, 4)]) { Band = true }, new("b", Palette.Of(1), [new(0, 2), new(1, null)])]) { Reference = (0, name) },
        ["factors"] = new XyPlot(("x", ""), ("y", ""), [new(name, Palette.Of(0), [.. Enumerable.Range(1, 100).Select(i => new XyPoint(i, Math.Pow(1.1, i)))])]) { MayBeLogarithmic = true },
        ["points over names"] = new XyPlot(("layer", ""), ("y", ""), [new(name, Palette.Of(0), [new(1, 1, 0.5, 2)]) { Line = false }, new("b", Palette.Of(1), [new(2, 2)]) { Line = false }]) { Names = [name, "b"] },
        ["scatter"] = new XyPlot(("x", ""), ("y", ""), [new(name, Palette.Of(0), [new(1, 1.2), new(3, 2.9)]) { Line = false }]) { Diagonal = true },
        ["bars"] = new BarPlot(("cost", "points"), ["cost"], [new(name, [3], 2, 4), new("b", [-1], -2, 0.5), new("c", [0], Note: name)]),
        ["stacked bars"] = new BarPlot(("share", ""), [name, "second"], [new("layer 1", [0.3, 0.1]), new(name, [0.2, -0.01])]),
        ["heat map"] = new HeatMap([name, "b"], [[3, 1], [0, 4]]),
        ["distribution"] = new Distribution(("accuracy", "%"), [new(name, Palette.Of(0), [90, 91, 95]), new("b", Palette.Of(1), [])]) { Threshold = (92, name) },
        ["histogram"] = new Histogram(("accuracy", "%"), "devices", [new(name, Palette.Of(0), [90, 91, 95]), new("b", Palette.Of(1), [91, 91])]),
    };

    private static IEnumerable<XElement> Marks(XElement drawing) => drawing.Descendants().Where(element => element.Attribute("class")?.Value == "mark");

    private static double WidthOf(XElement box) => double.Parse(box.Attribute("width")!.Value, CultureInfo.InvariantCulture);
}

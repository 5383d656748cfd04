using System.Xml.Linq;
using Pat.Experiments.CommandLine;
using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting;

/// <summary>What is the same in the whole page: the looks of the methods, and ids that are given once.</summary>
/// <param name="methods">All methods of the page, in order.</param>
internal sealed class PageState(IReadOnlyList<string> methods)
{
    private readonly Dictionary<string, Look> looks = methods.Index().ToDictionary(pair => pair.Item, pair => Palette.Of(pair.Index));

    /// <summary>How many plots there are.</summary>
    public int Plots { get; private set; }

    /// <summary>How many links to numbers there are.</summary>
    public int Files { get; private set; }

    /// <summary>How a method is drawn, the same everywhere.</summary>
    public Look LookOf(string method) => looks.TryGetValue(method, out var look) ? look : looks[method] = Palette.Of(looks.Count);

    /// <summary>An id for the next plot.</summary>
    public string NextPlot() => $"plot-{++Plots}";

    /// <summary>A name for the next file.</summary>
    public string NextFile(string section) => $"{section}-{++Files}";
}

/// <summary>A section of the report of one folder, as it is filled.</summary>
/// <param name="id">Its id and part of the names of its files.</param>
/// <param name="state">What is the same in the whole page.</param>
internal sealed class Section(string id, PageState state)
{
    private readonly List<XElement> blocks = [];
    private XElement? grid;

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => blocks.Count == 0;

    /// <summary>What is in it.</summary>
    public IReadOnlyList<XElement> Blocks => blocks;

    /// <summary>How a method is drawn.</summary>
    public Look LookOf(string method) => state.LookOf(method);

    /// <summary>Adds a paragraph.</summary>
    public void Say(params object?[] content) => Add(Html.Of("p", null, content));

    /// <summary>Adds a paragraph that says what the numbers are.</summary>
    public void Note(string text) => Add(Html.Of("p", "note", text));

    /// <summary>Adds a smaller heading.</summary>
    public void Heading(string text) => Add(Html.Of("h3", null, text));

    /// <summary>Adds names and values.</summary>
    public void Pairs(params IEnumerable<(string Name, object? Value)> pairs) => Add(Html.Pairs(pairs));

    /// <summary>Adds an element.</summary>
    public void Add(XElement element)
    {
        grid = null;
        blocks.Add(element);
    }

    /// <summary>Adds a table, if it has rows.</summary>
    public void Table(PageTable table)
    {
        if (table.Count > 0)
            Add(table.Element(state.NextFile(id)));
    }

    /// <summary>Adds a table that is shown when it is asked for, if it has rows.</summary>
    public void Details(PageTable table)
    {
        if (table.Count > 0)
            Add(Html.Of("details", null, Html.Of("summary", null, $"Table: {table.Title}"), table.Element(state.NextFile(id))));
    }

    /// <summary>Adds a plot, beside the one before it where there is room. One without anything to draw is left out, and this is said.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="note">What exactly: means, intervals, units.</param>
    /// <param name="plot">The plot.</param>
    public void Plot(string title, string note, IPlot plot)
    {
        if (!plot.HasMarks)
        {
            Note($"{title}: there are no finite numbers to draw.");
            return;
        }
        if (grid is null)
        {
            var fresh = Html.Of("div", "plots");
            Add(fresh);
            grid = fresh;
        }
        grid.Add(Figure(title, note, plot.Draw(state.NextPlot(), title), plot));
    }

    /// <summary>Adds a plot of <see cref="Canvas.Wide"/>, in a box in which it can be scrolled.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="note">What exactly.</param>
    /// <param name="plot">The plot, which has something to draw.</param>
    public void WidePlot(string title, string note, IPlot plot)
    {
        var drawing = plot.Draw(state.NextPlot(), title);
        // Not narrower, so that its text stays readable.
        drawing.SetAttributeValue("style", "max-width: none; min-width: 840px");
        var figure = Figure(title, note, Html.Of("div", "scroll", new XAttribute("tabindex", "0"), new XAttribute("role", "region"), new XAttribute("aria-label", title), drawing), plot);
        figure.SetAttributeValue("style", "margin: 18px 0 22px");
        Add(figure);
    }

    private XElement Figure(string title, string note, XElement drawing, IPlot plot) => Html.Of(
        "figure", "plot", Html.Of("figcaption", null, Html.Of("strong", null, title), Html.Of("span", "note", note)), drawing,
        Html.Of("p", "numbers", "Numbers: ", Html.CsvLink(state.NextFile(id), plot.Numbers)));

    /// <summary>Says which seeds and devices rows of a table are from, and how many trainings these are.</summary>
    public void Scope(RunData run, IReadOnlyList<RunRow> rows, string? more = null) => Note(ScopeOf(run, rows) + (more is null ? "." : $". {more}"));

    /// <summary>"Seeds 1-3 on devices 1, 2; 6 trainings; synthetic vowels".</summary>
    public static string ScopeOf(RunData run, IReadOnlyList<RunRow> rows, bool countTrainings = true)
    {
        var table = rows[0].Table;
        long[] Distinct(string column) => table.Has(column) ? [.. rows.Select(row => row.Whole(column)).OfType<long>().Distinct().Order()] : [];
        static string List(string noun, long[] numbers) => $"{noun}{(numbers.Length == 1 ? "" : "s")} {NumberList.Format(numbers)}";
        var (seeds, devices) = (Distinct("seed"), Distinct("device"));
        List<string> parts = [];
        if (seeds.Length > 0)
            parts.Add(List("Seed", seeds) + (devices.Length > 0 ? $" on {List("device", devices)}" : ""));
        if (countTrainings && seeds.Length > 0 && table.Has("method"))
            parts.Add(Figures.Several(rows.Select(row => (row["method"], row["seed"], table.Has("device") ? row["device"] : "", table.Has("strength") ? row["strength"] : "")).Distinct().Count(), "training"));
        if (run.Table("data.csv") is { } data && data.Has("source"))
            parts.Add($"data: {string.Join(", ", data.Rows.Select(row => row["source"]).Distinct())}{(data.Has("split") ? $", split {string.Join(", ", data.Rows.Select(row => row["split"]).Distinct())}" : "")}");
        return parts.Count == 0 ? $"{run.Info.Command}" : string.Join("; ", parts);
    }
}

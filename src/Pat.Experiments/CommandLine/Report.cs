using System.Globalization;
using Pat.Core.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pat.Experiments.CommandLine;

/// <summary>Prints tables and text, in a terminal or into a file, a pipe or a test.</summary>
internal sealed class Report
{
    // Wide enough for the tables, narrow enough to read text.
    private const int MostWidth = 120;

    private readonly TextWriter output;
    private readonly bool isTerminal;

    public Report(TextWriter output) => (this.output, isTerminal) = (output, new AnsiConsoleOutput(output).IsTerminal);

    /// <summary>Characters in a line.</summary>
    public int Width => ConsoleOn(output).Profile.Width;

    public void Line(string text = "") => Write(new Text(text + "\n"));

    public void Bold(string text) => Write(new Text(text + "\n", new Style(decoration: Decoration.Bold)));

    public void Note(string text) => Write(new Text(text + "\n", new Style(Color.Grey)));

    /// <summary>Says that not everything is done.</summary>
    public void Incomplete(int done, int all, string what)
    {
        Line();
        Bold($"INCOMPLETE: {done} of {all} {what} are done.");
    }

    /// <summary>Names and what they are, in two columns.</summary>
    public void Pairs(params IEnumerable<(string Name, string Value)> pairs)
    {
        var grid = new Grid()
            .AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) })
            .AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var (name, value) in pairs)
            grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
        Write(grid);
    }

    public void Write(IRenderable renderable)
    {
        if (isTerminal)
        {
            ConsoleOn(output).Write(renderable);
            return;
        }
        var text = new StringWriter();
        ConsoleOn(text).Write(renderable);
        // Without the blanks that fill up columns.
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
            output.WriteLine(line.TrimEnd());
    }

    /// <summary>A table without sides: names to the left, numbers to the right.</summary>
    public static Table Table(params IReadOnlyList<string> headings)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var (i, heading) in headings.Index())
        {
            var title = new Text(heading, new Style(decoration: Decoration.Bold));
            table.AddColumn(new TableColumn(title) { Alignment = i == 0 ? Justify.Left : Justify.Right, NoWrap = i == 0 });
        }
        return table;
    }

    /// <summary>"94.6 ± 1.7": a mean and half its interval, which is symmetric.</summary>
    public static string PlusMinus(MeanEstimate estimate) => string.Create(
        CultureInfo.InvariantCulture, $"{estimate.Mean:F1}{(estimate.High is { } high ? $" ± {(high - estimate.Mean).ToString("F1", CultureInfo.InvariantCulture)}" : "")}");

    private IAnsiConsole ConsoleOn(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = isTerminal ? Math.Min(console.Profile.Width, MostWidth) : MostWidth;
        return console;
    }
}

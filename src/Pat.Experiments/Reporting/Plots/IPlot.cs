using System.Xml.Linq;

namespace Pat.Experiments.Reporting.Plots;

/// <summary>A plot and the numbers behind it.</summary>
internal interface IPlot
{
    /// <summary>Whether there is anything to draw.</summary>
    bool HasMarks { get; }

    /// <summary>What it shows, in words, for those who cannot see it.</summary>
    string Description { get; }

    /// <summary>The numbers that are drawn.</summary>
    Numbers Numbers { get; }

    /// <summary>Draws it.</summary>
    /// <param name="id">An id that is once in the page.</param>
    /// <param name="title">What it is.</param>
    XElement Draw(string id, string title);
}

/// <summary>A table of numbers to be downloaded.</summary>
/// <param name="Columns">Names of the columns, with units.</param>
/// <param name="Rows">Numbers, texts, or null where there is none.</param>
internal sealed record Numbers(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);

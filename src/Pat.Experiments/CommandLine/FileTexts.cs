namespace Pat.Experiments.CommandLine;

/// <summary>What stands in the tables that only some run folders have, for the list of files in report.txt.</summary>
internal static class FileTexts
{
    /// <summary>The tables, in the order of the list.</summary>
    public static IReadOnlyList<(string File, string What)> Tables { get; } =
    [
        ("attribution.csv", "accuracy without each imperfection and with it alone, for each seed and device"),
        ("attribution-summary.csv", "cost of each imperfection over all seeds and devices, in points, with its 95 % interval"),
        ("yield.csv", "accuracy on each device by each policy"),
        ("yield-summary.csv", "distribution of accuracies over the devices, for each policy"),
    ];
}

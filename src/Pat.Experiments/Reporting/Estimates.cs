using Pat.Core.Diagnostics;

namespace Pat.Experiments.Reporting;

/// <summary>Means over trainings.</summary>
internal static class Estimates
{
    /// <summary>What the intervals of this report are.</summary>
    public const string Meaning = "mean and 95 % interval (Student's t) over seeds; where a seed ran on several devices, its mean over them counts";

    /// <summary>The mean of a column and its interval over seeds; null where a number is missing or not finite.</summary>
    public static MeanEstimate? OverSeeds(IEnumerable<RunRow> rows, string column) => OverSeeds(rows, row => row.Number(column));

    /// <summary>The mean of a value and its interval over seeds; null where one is missing or not finite.</summary>
    public static MeanEstimate? OverSeeds(IEnumerable<RunRow> rows, Func<RunRow, double?> value)
    {
        double?[] seeds = [.. rows.GroupBy(row => row.Whole("seed")).OrderBy(seed => seed.Key).Select(seed => Mean(seed.Select(value)))];
        return seeds.Length > 0 && seeds.All(seed => seed is { } number && double.IsFinite(number)) ? MeanEstimate.Of([.. seeds.OfType<double>()]) : null;
    }

    /// <summary>The mean; null where there is no value or one is missing.</summary>
    public static double? Mean(IEnumerable<double?> values)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in values)
        {
            if (value is not { } number)
                return null;
            (sum, count) = (sum + number, count + 1);
        }
        return count == 0 ? null : sum / count;
    }

    /// <summary>The mean of a column; null where there is no value or one is missing.</summary>
    public static double? Mean(IEnumerable<RunRow> rows, string column) => Mean(rows.Select(row => row.Number(column)));
}

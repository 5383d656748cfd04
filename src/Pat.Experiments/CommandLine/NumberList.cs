using System.Globalization;
using Pat.Experiments.Devices;

namespace Pat.Experiments.CommandLine;

/// <summary>Lists of seeds: numbers and ranges with commas between, such as "1-5" or "1,2,7-9".</summary>
internal static class NumberList
{
    /// <summary>The largest number: that of a device seed.</summary>
    public const long Largest = SavedDevice.LargestSeed;

    public const int Longest = 1000;

    /// <summary>The numbers, or what is wrong with the text.</summary>
    public static (IReadOnlyList<long> Numbers, string? Problem) Parse(string text)
    {
        var numbers = new List<long>();
        foreach (var part in text.Split(','))
        {
            if (Ends(part) is not var (first, last))
                return ([], $"expected numbers from 0 to {Largest} and ranges such as 1-5, with commas between, got \"{part}\"");
            if (last < first)
                return ([], $"expected a range that goes up, got \"{part}\"");
            if (last - first >= Longest - numbers.Count)
                return ([], $"expected at most {Longest} numbers, got more in \"{text}\"");
            for (var number = first; number <= last; number++)
                numbers.Add(number);
        }
        var twice = numbers.GroupBy(number => number).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? (numbers, null) : ([], $"expected each number once, got {twice.Key} again: it would only repeat the same run");
    }

    /// <summary>The shortest text that gives the numbers: "1-5, 8".</summary>
    public static string Format(IReadOnlyList<long> numbers)
    {
        var parts = new List<string>();
        for (var start = 0; start < numbers.Count;)
        {
            var end = start;
            while (end + 1 < numbers.Count && numbers[end + 1] == numbers[end] + 1)
                end++;
            parts.Add(end > start + 1 ? $"{numbers[start]}-{numbers[end]}" : string.Join(", ", numbers.Skip(start).Take(end - start + 1)));
            start = end + 1;
        }
        return string.Join(", ", parts);
    }

    private static (long First, long Last)? Ends(string part)
    {
        var ends = part.Split('-');
        return ends.Length <= 2 && Number(ends[0]) is { } first && Number(ends[^1]) is { } last ? (first, last) : null;
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
        && number <= Largest ? number : null;
}

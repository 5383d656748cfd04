using System.Globalization;

namespace Pat.Experiments.Tests.Data;

/// <summary>A vowel file of the real one's form with made-up values, to damage.</summary>
internal static class VowelFile
{
    private static readonly string[] Vowels = ["ae", "ah", "aw", "eh", "ei", "er", "ih", "iy", "oa", "oo", "uh", "uw"];

    /// <summary>Three lines of prose, then 1,668 rows.</summary>
    public static string[] Lines()
    {
        var rows = from vowel in Vowels.Index()
                   from talker in Talkers()
                   select Row(talker, vowel.Item, vowel.Index);
        return ["Some prose with a date of 1995.", "", " 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", .. rows];
    }

    public static int LineOf(string[] lines, string code) => Array.FindIndex(lines, line => line.StartsWith(code, StringComparison.Ordinal)) + 1;

    private static IEnumerable<string> Talkers() =>
        from kind in new[] { ('m', 45), ('w', 48), ('b', 27), ('g', 19) }
        from number in Enumerable.Range(1, kind.Item2)
        select string.Create(CultureInfo.InvariantCulture, $"{kind.Item1}{number:00}");

    private static string Row(string talker, string vowel, int v)
    {
        var t = int.Parse(talker.AsSpan(1), CultureInfo.InvariantCulture);
        int[] formants = [400 + 10 * v + t, 1500 - 20 * v + 3 * t, 2700 + 5 * v - 7 * t % 11];
        string Three(int shift) => string.Join(' ', formants.Select(f => f + shift));
        return $"{talker}{vowel} 300 200 {Three(0)} 3900 {Three(1)} {Three(2)} {Three(3)} ";
    }
}

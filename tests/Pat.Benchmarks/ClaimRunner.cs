using System.Runtime.InteropServices;
using Pat.Core.Lanes;

namespace Pat.Benchmarks;

/// <summary>Measures the claims and prints one line for each.</summary>
internal static class ClaimRunner
{
    /// <summary>Runs the claims whose name contains the value of --claim, or all; 0 if none fails, 1 if one does, 2 if the arguments are wrong.</summary>
    public static int Run(string[] args)
    {
        if (!TryParse(args, out var part))
        {
            Console.Error.WriteLine($"Arguments: expected --quick [--claim NAME], got {string.Join(' ', args)}.");
            return 2;
        }
        var claims = Array.FindAll(AllClaims.Table, claim => claim.Name.Contains(part, StringComparison.OrdinalIgnoreCase));
        if (claims.Length == 0)
        {
            Console.Error.WriteLine($"--claim: expected part of the name of a claim, got \"{part}\". Claims: {string.Join("; ", AllClaims.Table.Select(c => c.Name))}.");
            return 2;
        }

        var width = AllClaims.Table.Max(claim => claim.Name.Length);
        Console.WriteLine($"{Environment.ProcessorCount} cores, {32 * Widest.Count}-bit vectors, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        Console.WriteLine($"{"claim (speed of the first over the second)".PadRight(width)}  measured  required");
        var failed = false;
        foreach (var claim in claims)
        {
            var measurement = claim.Measure();
            var verdict = measurement.Verdict(claim.Required);
            failed |= verdict == "FAIL";
            Console.WriteLine($"{claim.Name.PadRight(width)}  {measurement.Ratio,8:F2}  {claim.Required,8:F2}  {verdict,-7}  {measurement.Note}".TrimEnd());
        }
        return failed ? 1 : 0;
    }

    private static bool TryParse(string[] args, out string part)
    {
        part = "";
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--quick")
                continue;
            if (args[i] != "--claim" || i + 1 == args.Length)
                return false;
            part = args[++i];
        }
        return true;
    }
}

using System.Diagnostics;

namespace Pat.Benchmarks;

/// <summary>Starts these benchmarks again, for what only a process of its own can show.</summary>
internal static class FreshProcess
{
    /// <summary>Runs <see cref="Program"/> with one argument to its end.</summary>
    /// <returns>Its exit code and what it printed.</returns>
    public static (int ExitCode, string Output) Run(string argument)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Arguments(argument)) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    // Run as `dotnet x.dll`, the process is dotnet itself.
    private static string[] Arguments(string argument) => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [typeof(FreshProcess).Assembly.Location, argument]
        : [argument];
}

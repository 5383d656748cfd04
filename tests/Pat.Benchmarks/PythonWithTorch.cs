using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Pat.Benchmarks;

/// <summary>Runs a script of the folder peers in a Python that has torch: that of the variable PAT_PYTHON, on the path, or the system's. None is required.</summary>
internal static class PythonWithTorch
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the script on one thread.</summary>
    /// <param name="script">File name.</param>
    /// <param name="reason">Why there is no answer.</param>
    /// <param name="arguments">Arguments of the script.</param>
    /// <returns>The JSON object that it printed; null if no Python has torch or the script failed.</returns>
    public static JsonElement? Run(string script, out string reason, params ReadOnlySpan<string> arguments)
    {
        reason = "no Python with torch";
        foreach (var python in new[] { Environment.GetEnvironmentVariable("PAT_PYTHON"), "python3", "/usr/bin/python3" })
        {
            if (string.IsNullOrEmpty(python) || Start(python, script, arguments) is not { } process)
                continue;
            using (process)
            {
                var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
                if (!process.WaitForExit(patience))
                {
                    process.Kill(entireProcessTree: true);
                    reason = $"{script} took more than {patience.TotalSeconds} s";
                    return null;
                }
                if (process.ExitCode == 0)
                    return JsonDocument.Parse(output.Result).RootElement;
                if (error.Result.Trim() is var message and not "no torch")
                    reason = $"{script}: {message.Split('\n')[^1]}";
            }
        }
        return null;
    }

    private static Process? Start(string python, string script, ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peers", script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OMP_NUM_THREADS"] = "1", ["MKL_NUM_THREADS"] = "1" },
        };
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null; // no such program
        }
    }
}

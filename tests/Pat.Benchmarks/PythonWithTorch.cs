using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Pat.Benchmarks;

/// <summary>Runs a script of the folder peers in a Python that has torch: that of the variable PAT_PYTHON, on the path, or the system's. None is required.</summary>
internal static class PythonWithTorch
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    /// <summary>Times our own code, then the script, then our own again; both in processor time.</summary>
    /// <param name="own">Measures ours, in milliseconds.</param>
    /// <param name="script">File name.</param>
    /// <param name="remark">What is said behind our own time.</param>
    public static Measurement Compare(Func<double> own, string script, string remark = "")
    {
        own(); // while this one runs, the compiler still improves the code
        var before = own();
        var peer = Run(script, out var reason);
        var milliseconds = (before + own()) / 2;
        var note = $"{milliseconds:F2} ms{remark}";
        if (peer is not { } answer)
            return Measurement.Skipped($"{reason}; {note}");
        var theirs = answer.GetProperty("milliseconds").GetDouble();
        return new(theirs / milliseconds, $"{note} against {theirs:F2} ms with torch {answer.GetProperty("torch").GetString()}");
    }

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

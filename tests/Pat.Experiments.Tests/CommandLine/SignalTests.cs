using System.Diagnostics;
using System.Text.Json;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class SignalTests : InFolder
{
    // Only so that a hanging program fails the test; nothing is measured.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_the_program_cleanly(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        Assert.SkipWhen(signal == "INT" && IgnoresInterrupt(), "SIGINT is ignored here (a background job of a shell), and so would the program.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var program = Start("run", "vowels", "--seeds", "1-100", "--epochs", "50", "--methods", "pat,in-silico", "--out", Out, "--json");
        var (output, error) = (program.StandardOutput.ReadToEndAsync(limit.Token), program.StandardError.ReadToEndAsync(limit.Token));
        while (Rows() == 0)
        {
            Assert.False(program.HasExited, program.HasExited ? await error : "");
            await Task.Delay(20, limit.Token);
        }
        using (var kill = Process.Start("kill", [$"-{signal}", $"{program.Id}"]))
            await kill.WaitForExitAsync(limit.Token);
        await program.WaitForExitAsync(limit.Token);

        Assert.Equal(130, program.ExitCode);
        using var document = JsonDocument.Parse(await output);
        Assert.False(document.RootElement.GetProperty("complete").GetBoolean());
        Assert.NotEmpty(document.RootElement.GetProperty("rows").EnumerateArray());
        Assert.DoesNotContain("   at ", await error);
        using var run = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "run.json")));
        Assert.False(run.RootElement.GetProperty("complete").GetBoolean());
        Assert.True(run.RootElement.GetProperty("durationSeconds").GetDouble() > 0);
        Assert.Equal(Rows(), document.RootElement.GetProperty("rows").EnumerateArray().Sum(row => row.GetProperty("runs").GetInt32()));
        Assert.All(Directory.GetFiles(Out), file => Assert.False(file.EndsWith(".tmp", StringComparison.Ordinal), file));
    }

    private static Process Start(params string[] args) => Process.Start(new ProcessStartInfo(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "pat.dll"), .. args])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private int Rows()
    {
        var file = Path.Combine(Out, "metrics.csv");
        if (!File.Exists(file))
            return 0;
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return Math.Max(0, reader.ReadToEnd().Count(letter => letter == '\n') - 1);
    }

    private static bool IgnoresInterrupt()
    {
        if (!File.Exists("/proc/self/status"))
            return false;
        var ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim();
        return (Convert.ToUInt64(ignored, 16) & 2) != 0;
    }
}

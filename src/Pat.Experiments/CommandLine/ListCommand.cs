using System.CommandLine;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat list`: what there is to run.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "Show systems, tasks and methods.");
        command.SetAction(parsed =>
        {
            var report = new Report(parsed.InvocationConfiguration.Output);
            report.Bold("Systems");
            report.Pairs(("second-harmonic", "broadband second-harmonic generation: pulse shaper, χ⁽²⁾ crystal with coupled waves, spectrometer; twin: thin crystal"));
            report.Line();
            report.Bold("Tasks");
            report.Pairs(("vowels", "which of seven vowels, from twelve formants; synthetic by default, measured with --data DIR (pat run|sweep|tune vowels)"));
            report.Line();
            report.Bold("Methods");
            report.Pairs(MethodDescriptions.Lines.Select(line => (line.Key, line.Value)));
            return ExitCode.Done;
        });
        return command;
    }
}

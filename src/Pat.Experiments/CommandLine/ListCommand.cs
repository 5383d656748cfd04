using System.CommandLine;
using Pat.Experiments.Images;
using Pat.Systems.Benches;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat list`: what there is to run.</summary>
internal static class ListCommand
{
    public static Command Create(IReadOnlyList<IImageSystem> systems)
    {
        var command = new Command("list", "Show systems, tasks and methods.");
        command.SetAction(parsed =>
        {
            var report = new Report(parsed.InvocationConfiguration.Output);
            report.Bold("Benches (pat devices)");
            report.Pairs(AllBenches.All.Select(bench => (bench.Name, bench.Description)));
            if (systems.Count > 0)
            {
                report.Line();
                report.Bold("Systems for images");
                report.Pairs(systems.Select(system => (system.Name, system.Description)));
            }
            report.Line();
            report.Bold("Tasks");
            report.Pairs(
                ("vowels", "which of seven vowels, from twelve formants; synthetic by default, measured with --data DIR (pat run|sweep|tune|attribute|yield|drift vowels)"),
                ("images", "which digit an image shows; drawn digits by default, MNIST or Fashion-MNIST with --data DIR (pat run|sweep|tune|attribute|yield|drift images)"));
            report.Line();
            report.Bold("Methods");
            report.Pairs(MethodDescriptions.Lines.Select(line => (line.Key, line.Value)));
            report.Line();
            report.Bold("Methods of images besides ideal, in-silico, in-silico-noise-aware, pat and block-pat");
            report.Pairs(MethodDescriptions.OfImages.Select(line => (line.Key, line.Value)));
            return ExitCode.Done;
        });
        return command;
    }
}

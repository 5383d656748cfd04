using System.CommandLine;
using Pat.Experiments.Images;
using Pat.Experiments.Speech;
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
            report.Bold("Systems for spoken digits");
            report.Pairs(SpeechSystems.All.Select(system => (system.Name, $"hears {string.Join(", ", system.FrontEnds)}")));
            report.Line();
            report.Bold("Front ends for spoken digits");
            report.Pairs(FrontEnds.All.Select(frontEnd => (frontEnd.Name, frontEnd.Description)));
            report.Line();
            report.Bold("Tasks");
            report.Pairs(
                ("vowels", "which of seven vowels, from twelve formants; synthetic by default, measured with --data DIR, tracked in sound with --from-audio (pat run|sweep|tune|attribute|yield|drift vowels)"),
                ("images", "which digit an image shows; drawn digits by default, MNIST or Fashion-MNIST with --data DIR (pat run|sweep|tune|attribute|yield|drift images)"),
                ("spoken-digits", "which digit was said; synthesised words by default, the Free Spoken Digit Dataset or own recordings with --data DIR (pat run|sweep|tune|attribute|yield|drift spoken-digits)"));
            report.Line();
            report.Bold("Methods");
            report.Pairs(MethodDescriptions.Lines.Select(line => (line.Key, line.Value)));
            report.Line();
            report.Bold("Methods of images and spoken digits besides ideal, in-silico, in-silico-noise-aware, pat and block-pat");
            report.Pairs(MethodDescriptions.OfClassifiers.Select(line => (line.Key, line.Value)));
            return ExitCode.Done;
        });
        return command;
    }
}

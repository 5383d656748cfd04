using System.CommandLine;
using Pat.Experiments.Reporting;

namespace Pat.Experiments.CommandLine;

/// <summary>`pat report`: makes a page from run folders.</summary>
internal static class ReportCommand
{
    private const string Description = """
        Make report.html from run folders: one page that opens offline in any browser and prints, with plots and the numbers behind
        them. One folder gets its page inside it; several are shown side by side, compared on top.
        """;

    public static Command Create()
    {
        var folders = new Argument<string[]>("DIR") { Description = "Folders that pat commands wrote.", Arity = ArgumentArity.OneOrMore, HelpName = "DIR" };
        folders.Validators.Add(result =>
        {
            CheckedOption.CheckNotEmpty(result, "DIR", "a folder that a pat command wrote");
            // A folder whose name begins so can be passed as ./-name.
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } unknown)
                result.AddError($"Unrecognized command or argument '{unknown.Value}'.");
        });
        var file = CheckedOption.File("--out", $"File to write. [default: {ReportPage.FileName} in the first DIR]");
        var command = new Command("report", Description.ReplaceLineEndings(" ")) { folders, file };
        command.SetAction(parsed =>
        {
            RunData[] runs = [.. parsed.GetValue(folders)!.Select(RunData.Open)];
            var path = parsed.GetValue(file) is { } wanted ? Path.GetFullPath(wanted) : Path.Combine(runs[0].FullPath, ReportPage.FileName);
            ReportPage.Write(path, ReportPage.Of(runs));
            parsed.InvocationConfiguration.Output.WriteLine("The report is in " + path);
            return ExitCode.Done;
        });
        return command;
    }
}

using System.Text.Json;
using Pat.Experiments.CommandLine;
using Pat.Experiments.Images;

namespace Pat.Experiments.Tests.CommandLine;

/// <summary>What a command line gave, run in this process.</summary>
internal sealed record PatRun(int Code, string Output, string Error)
{
    public static PatRun Of(params string[] args) => Of(new StringWriter(), default, args);

    public static PatRun Of(StringWriter error, CancellationToken cancellation, params string[] args) => With(null, error, args, cancellation);

    /// <summary>With other systems for images than those of the program.</summary>
    public static PatRun With(IReadOnlyList<IImageSystem> systems, params string[] args) => With(systems, new StringWriter(), args, default);

    /// <summary>With other systems for images than those of the program.</summary>
    public static PatRun With(IReadOnlyList<IImageSystem>? systems, StringWriter error, string[] args, CancellationToken cancellation)
    {
        var output = new StringWriter();
        var code = PatCommand.Run(args, output, error, cancellation, systems);
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Standard output, which has to be one JSON document and nothing else.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }
}

/// <summary>Standard error that acts when a line appears in it.</summary>
internal sealed class WatchedWriter(Action<string> onLine) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        onLine(value ?? "");
    }
}

/// <summary>A folder that is gone after the test.</summary>
public abstract class InFolder : IDisposable
{
    protected string Root { get; } = Directory.CreateTempSubdirectory("pat-").FullName;

    protected string Out => Path.Combine(Root, "out");

    public void Dispose()
    {
        Directory.Delete(Root, true);
        GC.SuppressFinalize(this);
    }
}

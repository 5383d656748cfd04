namespace Pat.Experiments.Tests.Reporting;

/// <summary>Leaves example folders where the browser test finds them.</summary>
public sealed class ExampleFolderTests
{
    private const string Variable = "PAT_EXAMPLE_FOLDERS";

    [Fact]
    public void The_browser_test_gets_folders_that_have_every_table()
    {
        var path = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(path), $"{Variable} is not set to a folder.");
        ExampleFolder.Write(Path.Combine(path!, "everything"));
        ExampleFolder.Write(Path.Combine(path!, "sweep"), 0, 0.5, 1, 2);
    }
}

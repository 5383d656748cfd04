namespace Pat.Experiments.Tests.Data;

internal static class RealData
{
    /// <summary>The folder that PAT_DATA names; without it the test is skipped.</summary>
    public static string Folder(string file = "hillenbrand/vowdata.dat")
    {
        var folder = Environment.GetEnvironmentVariable("PAT_DATA");
        Assert.SkipUnless(folder is not null, $"PAT_DATA is not set: this test needs the real {file}.");
        return folder!;
    }
}

using Pat.Experiments.Tests.Images;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class RunImagesTests : InFolder
{
    [Fact]
    public void The_table_has_a_row_for_each_method_and_the_folder_has_everything()
    {
        var run = Tiny("run", "images", "--system", "tiny", "--images", "500", "--epochs", "2", "--seeds", "1-2", "--methods", "ideal,pat,in-silico,in-silico-noise-aware,block-pat,frozen,identity,logistic,mlp", "--out", Out);
        TestContext.Current.TestOutputHelper!.WriteLine(run.Output + run.Error);
        Assert.Equal(0, run.Code);
    }

    private static PatRun Tiny(params string[] args) => PatRun.With([new TinySystem()], new StringWriter(), args);
}

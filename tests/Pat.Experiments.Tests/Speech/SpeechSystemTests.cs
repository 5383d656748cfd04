using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Experiments.Classification;
using Pat.Experiments.Speech;
using Pat.Systems.Benches;

namespace Pat.Experiments.Tests.Speech;

public sealed class SpeechSystemTests
{
    public static TheoryData<string, string> All =>
        new(SpeechSystems.All.SelectMany(system => system.FrontEnds.Select(frontEnd => (system.Name, frontEnd))));

    [Theory]
    [MemberData(nameof(All))]
    public void Every_network_takes_the_rows_of_its_front_end(string name, string frontEnd)
    {
        var system = System(name, frontEnd, classes: 4);
        var features = Features(frontEnd);
        var bench = FabricatedBench.Of(system, new BenchSettings(1, 1), 1);
        using var scope = new TensorScope();
        foreach (var network in new[] { system.Build(features), system.Convolutional(features)! })
        {
            var x = new Tensor(2, features);
            Noise.FromSeed(1).Normals(0, x);
            var logits = network.Forward(network.Start(Noise.FromSeed(2)), x, (u, _, _) => u.Tape.Constant(bench.Twins[0].Run(u.Value, Theta(bench.Twins[0].Ports.ParameterCount), default)))[^1].Value;
            Assert.Equal([2, 4], logits.Shape.ToArray());
            Assert.All(logits.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [InlineData("plate", "log-mel", 0.31)]
    [InlineData("circuit", "log-mel", 0.52)]
    [InlineData("plate", "waveform", 0.0085)]
    [InlineData("circuit", "waveform", 0.02)]
    [InlineData("shg", "log-mel", 0.97)]
    public void The_digital_share_counts_the_front_end(string name, string frontEnd, double most) =>
        Assert.InRange(System(name, frontEnd, 10).Count(Features(frontEnd)).DigitalShare, 0.9 * most, most);

    [Fact]
    public void The_optics_hears_no_waveform() => Assert.DoesNotContain("waveform", SpeechSystems.Named("shg").FrontEnds);

    [Fact]
    public void Names_are_those_of_the_lists_and_others_are_refused()
    {
        Assert.Equal(["plate", "circuit", "shg"], SpeechSystems.Names);
        Assert.Equal(["waveform", "log-mel", "mfcc"], FrontEnds.Names);
        Assert.Contains("got 'drum'", Assert.Throws<ArgumentException>(() => SpeechSystems.Named("drum")).Message);
        Assert.Contains("got 'ear'", Assert.Throws<ArgumentException>(() => FrontEnds.Named("ear")).Message);
    }

    [Fact]
    public void The_convolutional_rival_learns_words()
    {
        var data = SpeechRows.Of(FrontEnds.Named("log-mel"), SyntheticSpokenDigits.Draw(1));
        var result = DigitalRivals.Run(
            new(DigitalRivals.Convolutional, 1, null), System("circuit", "log-mel", 10), data, RunNoise.FromSeed(1), new ClassifierRun(15) { Test = false }, TestContext.Current.CancellationToken);
        Assert.True(result.ValidationAccuracy > 0.6, $"{result.ValidationAccuracy}");
    }

    private static IPhysicalClassifier System(string name, string frontEnd, int classes) => SpeechSystems.Named(name).With(FrontEnds.Named(frontEnd), classes);

    private static int Features(string frontEnd) => FrontEnds.Named(frontEnd).Steps * FrontEnds.Named(frontEnd).Values;

    private static Tensor Theta(int count)
    {
        var theta = new Tensor(count);
        theta.AsSpan().Fill(0.5f);
        return theta;
    }
}

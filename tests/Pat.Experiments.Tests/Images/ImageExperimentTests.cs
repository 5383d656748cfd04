using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Experiments.Classification;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Images;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Tests.Images;

public sealed class ImageExperimentTests
{
    private static readonly TinySystem system = new();
    private static readonly ImageOptions options = new() { System = "tiny", Seeds = [1], Devices = [1], Epochs = 2 };

    // 2,100 validation images: more than are looked at after an epoch.
    private static ClassifierData Few(long seed) => ImageRows.Of(system, DrawnDigits.Draw(seed, train: 300, validation: 2_100, test: 600));

    [Fact]
    public void Every_method_gives_a_result_and_its_ledger_says_what_it_used()
    {
        string[] methods = [.. ClassifierMethods.Names.Where(method => method != DigitalRivals.Convolutional)];
        var results = Run(options with { Methods = methods });
        Assert.Equal(methods, results.Select(result => result.Method));
        var ledgers = results.ToDictionary(result => result.Method, result => result.Ledger);
        // 300 images through 2 devices in 2 epochs; 2,000 validation images after each where the device trains; then 600 and 2,100.
        Assert.All(["ideal", "pat", "frozen"], method => Assert.Equal((1_200, 8_000 + 5_400), Runs(ledgers[method]!)));
        Assert.Equal((1_200, 8_000 + 5_400), Runs(ledgers["block-pat"]!));
        Assert.All(["in-silico", "in-silico-noise-aware"], method => Assert.Equal((0, 5_400), Runs(ledgers[method]!)));
        Assert.All(["identity", "logistic", "mlp"], method => Assert.Null(ledgers[method]));
        Assert.All(results, result => Assert.Equal(600, result.Confusion.Total));
        Assert.Equal([0.01, 0.02], results.Where(result => result.Method is "pat" or "in-silico").Select(result => result.LearningRate).Order());

        static (long, long) Runs(Ledger ledger) => (ledger[Purpose.Train].Runs, ledger[Purpose.Evaluate].Runs);
    }

    [Fact]
    public void Without_a_gap_the_gradient_of_the_twin_is_that_of_the_device()
    {
        var result = Run(options with { Methods = ["pat"], Strength = 0 }).Single();
        Assert.True(result.GradientCosine > 0.999, $"cosine {result.GradientCosine:F5}");
        Assert.True(Run(options with { Methods = ["pat"] }).Single().GradientCosine < 0.99);

        // Both gradients are taken without noise, however strong that of the training was.
        Assert.True(Run(options with { Methods = ["pat"], Strength = 0, Noise = 100 }).Single().GradientCosine > 0.999);
    }

    [Fact]
    public void In_silico_believes_what_it_would_reach_on_a_device_without_gap_and_noise()
    {
        var far = Run(options with { Methods = ["in-silico"], Strength = 3 }).Single();
        var same = Run(options with { Methods = ["in-silico"], Strength = 0, Noise = 0 }).Single();
        Assert.Equal(same.DeviceAccuracy, far.TwinAccuracy);
        Assert.NotEqual(far.DeviceAccuracy, far.TwinAccuracy);
    }

    [Fact]
    public void A_method_that_never_uses_the_device_is_tuned_on_its_twin()
    {
        var tuning = ClassifierTuning.Of(system, options with { Methods = ["pat", "in-silico"], Epochs = 1, Seeds = [101], Strength = 3 }, [0.01], Few);
        foreach (var tuned in tuning.Run(cancellation: TestContext.Current.CancellationToken))
            Assert.Equal(tuned.Method == "pat", tuned.Validation == tuned.OnDevice);
    }

    [Fact]
    public void A_frozen_device_stays_as_it_starts_and_the_rest_is_trained()
    {
        var frozen = Run(options with { Methods = ["frozen"] }).Single();
        var start = new ClassifierSetup(system, options, Few(1), 1, 1).Parameters;
        Assert.All(start, pair => Assert.Equal(system.IsPhysical(pair.Key), pair.Value.Values.SequenceEqual(frozen.Parameters[pair.Key].Values)));
        Assert.Null(frozen.GradientCosine);
    }

    [Fact]
    public void Without_physics_the_network_starts_with_the_same_numbers_and_the_device_has_no_effect()
    {
        var identity = Run(options with { Methods = ["identity"] }).Single();
        var start = new ClassifierSetup(system, options, Few(1), 1, 1).Parameters;
        Assert.True(start["first/gain"].Values.SequenceEqual(identity.Parameters["first/gain"].Values));
        Assert.False(start["middle/weight"].Values.SequenceEqual(identity.Parameters["middle/weight"].Values));
        Assert.Equal(Bits([identity]), Bits(Run(options with { Methods = ["identity"], Strength = 3, Devices = [2] })));
        Assert.Equal(identity.DeviceAccuracy, identity.TwinAccuracy);
    }

    [Theory]
    [InlineData("pat")]
    [InlineData("in-silico-noise-aware")]
    public void What_is_looked_at_during_training_changes_nothing(string method)
    {
        var looked = 0;
        var with = Trained(new(2) { AfterEpoch = (_, validation) => looked += validation is null ? 0 : 1 });
        Assert.Equal(2, looked);
        Assert.Equal(with, Trained(new(2)));

        float[] Trained(ClassifierRun run) => Bits([ClassifierExperiment.Train(new(method, 1, 1), system, options, Few(1), run, TestContext.Current.CancellationToken)]);
    }

    [Fact]
    public void Tuning_leaves_the_test_images_alone()
    {
        var data = Few(1);
        data = data with { Test = new ImageRows(system, DrawnDigits.Draw(1, train: 1, validation: 1, test: 1).Test.Select([])) };
        foreach (var training in new Training[] { new("pat", 1, 1), new("mlp", 1, null) })
        {
            var result = ClassifierExperiment.Train(training, system, options, data, new(1) { Test = false }, TestContext.Current.CancellationToken);
            Assert.Equal(2_100, result.Confusion.Total);
            Assert.Equal(result.ValidationAccuracy, result.DeviceAccuracy);
            Assert.True(result.GradientCosine is not { } cosine || double.IsFinite(cosine));
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_result()
    {
        var before = Workers.Threads;
        try
        {
            Assert.Equal(On(1), On(2));
        }
        finally
        {
            Workers.Threads = before;
        }

        // Three trainings: on two threads the last one is alone.
        float[] On(int threads)
        {
            Workers.Threads = threads;
            return Bits(Run(options with { Methods = ["pat", "identity", "mlp"] }));
        }
    }

    [Theory]
    [InlineData(2_989, 49, 50)]
    [InlineData(6_220, 196, 30)]
    [InlineData(10, 49, 16)]
    public void The_perceptron_has_as_many_parameters_as_the_physical_network(long parameters, int features, int hidden)
    {
        Assert.Equal(hidden, DigitalRivals.Hidden(parameters, features, 10));
        Assert.Equal(3_010, DigitalRivals.ParameterCount(DigitalRivals.Build("mlp", system, TinySystem.Features)));
    }

    [Theory]
    [InlineData(TinySystem.Broken, "pat, seed 1, device 666: ")]
    [InlineData(TinySystem.Unstable, "pat, seed 1, device 667: Explosion: the state 'size' of row 0 is ")]
    public void A_device_that_is_not_finite_is_named(long device, string message)
    {
        var failure = Assert.Throws<RunFailedException>(() => Run(options with { Methods = ["pat"], Devices = [device] }));
        Assert.StartsWith(message, failure.Message);
    }

    private static IReadOnlyList<MethodResult> Run(ImageOptions options)
    {
        var (results, complete) = ClassifierExperiment.Run(system, options, Few, onProgress: _ => { }, cancellation: TestContext.Current.CancellationToken);
        Assert.True(complete);
        return results;
    }

    private static float[] Bits(IReadOnlyList<MethodResult> results) =>
        [.. results.SelectMany(result => result.Parameters.Values).SelectMany(tensor => tensor.Values.ToArray())];
}

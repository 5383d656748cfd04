using Pat.Core.Physical;
using Pat.Experiments.Classification;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Drift;
using Pat.Experiments.Images;
using Pat.Systems;
using Pat.Systems.Benches;
using Pat.Systems.Electronics.TransistorCircuit;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Tests.Drift;

public sealed class DriftExperimentTests
{
    private const int Batch = 50, Layers = 2, Test = 200;

    private static readonly DriftingSystem system = new();
    private static readonly ImageOptions options = new() { System = "drifting", Seeds = [1], Devices = [1], Epochs = 6, Methods = ["pat", "in-silico"] };
    private static readonly DriftPlan plan = new() { Hours = 3, Every = 1, Steps = 20, RateShare = 0.5 };

    [Fact]
    public void What_drifts_costs_accuracy_and_training_that_goes_on_keeps_it()
    {
        var checks = Follow(plan, options);
        var (once, continued) = (Of(checks, "once", "pat"), Of(checks, "continued", "pat"));
        Assert.Equal([0, 1, 2, 3], once.Select(check => check.Hours));
        Assert.Equal(once[0].Accuracy, continued[0].Accuracy);
        Assert.True(once[3].Accuracy < once[0].Accuracy - 0.1, $"once {once[0].Accuracy} to {once[3].Accuracy}");
        Assert.True(continued[3].Accuracy > once[3].Accuracy + 0.1, $"continued {continued[3].Accuracy}, once {once[3].Accuracy}");
        Assert.Equal(4, Of(checks, "once", "in-silico").Count);
        Assert.Empty(Of(checks, "continued", "in-silico"));
    }

    [Fact]
    public void The_clock_goes_on_also_where_no_training_does()
    {
        var once = Of(Follow(plan, options with { Methods = ["ideal"] }), "once", "ideal");
        Assert.True(once[3].Accuracy < once[0].Accuracy - 0.1, $"{once[0].Accuracy} to {once[3].Accuracy}");
    }

    [Fact]
    public void Both_policies_are_looked_at_at_the_same_time_with_the_same_noise()
    {
        var checks = Follow(plan, options with { Noise = 30, Methods = ["pat"] });
        var (once, continued) = (Of(checks, "once", "pat"), Of(checks, "continued", "pat"));
        Assert.Null(continued[0].Before);
        Assert.Equal(once[1].Accuracy, continued[1].Before); // the same parameters: any other noise would show
        Assert.NotEqual(once[1].Accuracy, continued[1].Accuracy);
        Assert.All(once, check => Assert.Null(check.Before));
    }

    [Fact]
    public void Without_drift_and_noise_a_network_that_is_kept_stays_as_it_is()
    {
        var still = options with { Noise = 0 };
        var once = Of(Follow(plan with { Factor = 0 }, still, out var result), "once", "pat");
        Assert.All(once, check => Assert.Equal(result["pat"].DeviceAccuracy, check.Accuracy));
    }

    [Fact]
    public void Noise_is_new_at_each_check()
    {
        var once = Of(Follow(plan with { Factor = 0 }, options with { Noise = 30, Methods = ["pat"] }), "once", "pat");
        Assert.True(once.Select(check => check.Accuracy).Distinct().Count() > 1);
    }

    [Fact]
    public void The_ledger_has_steps_and_checks_apart()
    {
        var checks = Follow(plan, options with { Methods = ["pat"] }, out var results);
        foreach (var (i, check) in Of(checks, "continued", "pat").Index())
        {
            Assert.Equal(i * plan.Steps * Batch * Layers, check.DeviceRuns);
            Assert.Equal((i + 1) * Test * Layers, check.Ledger[Purpose.Evaluate].Runs);
            Assert.Equal(i * plan.Steps * Layers, check.Ledger[Purpose.Train].Programmings);
            Assert.Equal(i * plan.Steps * Layers * (Batch * 0.01 + 0.5), check.Ledger[Purpose.Train].Seconds, 1e-6);
        }
        Assert.All(Of(checks, "once", "pat"), check => Assert.Equal(0, check.DeviceRuns));
        Assert.Equal(300 * 6 * Layers, results["pat"].DeviceRuns); // those of following are not among them
    }

    [Fact]
    public void The_steps_end_at_the_check_whatever_the_checks_took()
    {
        var setup = new ClassifierSetup(system, options, Few(1), 1, 1);
        var trained = new EndOfTraining();
        trained.Look(new("pat", 1, 1), setup, 6, 6);
        PatAfter(setup);
        trained.End(new("pat", 1, 1), setup, null!);
        var continued = new ContinuedTraining(plan, trained, 0.01);
        foreach (var hours in (double[])[1, 2])
        {
            continued.Until(hours, TestContext.Current.CancellationToken);
            Assert.All(continued.Laboratories.All, laboratory => Assert.Equal(hours * 3600, laboratory.State.Time, 1e-6));
        }

        // What the device is used for after the end of training does not count.
        static void PatAfter(ClassifierSetup setup) => setup.Laboratories[0].Wait(1e6);
    }

    [Fact]
    public void The_same_seeds_give_the_same_checks()
    {
        static IEnumerable<(string, double, double?)> Values(IEnumerable<DriftCheck> checks) =>
            checks.OrderBy(check => check.Method).Select(check => ($"{check.Method} {check.Policy} {check.Hours}", check.Accuracy, check.Before));
        Assert.Equal(Values(Follow(plan, options)), Values(Follow(plan, options)));
    }

    [Fact]
    public void Validation_examples_can_be_checked_instead_of_test_examples()
    {
        var checks = Follow(plan with { Rows = Rows.Validation, Hours = 1, Examples = 30 }, options with { Methods = ["pat"] });
        // 30 images, 5 passes until 150 are classified, two checks.
        Assert.Equal(2 * 150 * Layers, Of(checks, "once", "pat")[^1].Ledger[Purpose.Evaluate].Runs);
    }

    [Theory]
    [InlineData(9, 0.9, 11)]
    [InlineData(8, 1, 9)]
    [InlineData(0.3, 0.1, 4)]
    [InlineData(1, 0.7, 2)]
    public void Checks_begin_at_the_end_of_training_and_include_the_last_hour(double hours, double every, int checks)
    {
        var times = new DriftPlan { Hours = hours, Every = every }.Times();
        Assert.Equal((checks, 0), (times.Count, times[0]));
        Assert.Equal((checks - 1) * every, times[^1], 1e-12);
    }

    [Fact]
    public void The_factor_scales_what_drifts_and_nothing_else()
    {
        var bench = new DriftingBench();
        Assert.Equal(["fading"], DriftSettings.Terms(bench).Select(term => term.Name));
        var asked = new BenchSettings(2) { Added = [new("log-drift", Place.Output, 3), new("additive-noise", Place.Output, 5)] }.With("fading", 0.5).With("hum", 7);
        var settings = DriftSettings.Of(bench, asked, 10);
        Assert.Equal((5, 7), (settings.Factors["fading"], settings.Factors["hum"]));
        Assert.Equal([30, 5], settings.Added.Select(added => added.Strength));
        Assert.Equal(["fading (1 / 2 h) times 10", "log-drift at the output"], DriftSettings.Describe(bench, settings).Select(text => text.Split(" (a")[0]));
        Assert.Empty(DriftSettings.Describe(bench, DriftSettings.Of(bench, asked, 0)));
        // What begins at each programming does not see the hours.
        Assert.EndsWith(", from the last programming and not over the hours", DriftSettings.Describe(bench, new() { Added = [new("log-drift", Place.Parameters)] }).Last());
    }

    [Fact]
    public void A_bench_that_does_not_drift_by_itself_creeps()
    {
        Assert.Equal([("log-drift", Place.Input, 2.0), ("log-drift", Place.Output, 2.0)], Added(new SecondHarmonicBench(), new()));
        Assert.Equal([("temperature", Place.Input, 2.0)], Added(new SecondHarmonicBench(), new() { Added = [new("temperature", Place.Input)] }));
        Assert.Empty(Added(new TransistorCircuitBench(), new()));

        static IEnumerable<(string, Place, double)> Added(IBench bench, BenchSettings asked) => DriftSettings.Of(bench, asked, 2).Added.Select(added => (added.Id, added.Place, added.Strength));
    }

    private static ClassifierData Few(long seed) => ImageRows.Of(system, DrawnDigits.Draw(seed, train: 300, validation: 60, test: Test));

    private static IReadOnlyList<DriftCheck> Of(IEnumerable<DriftCheck> checks, string policy, string method) =>
        [.. checks.Where(check => check.Policy == policy && check.Method == method)];

    private static List<DriftCheck> Follow(DriftPlan plan, ImageOptions options) => Follow(plan, options, out _);

    private static List<DriftCheck> Follow(DriftPlan plan, ImageOptions options, out Dictionary<string, MethodResult> results)
    {
        var (task, checks, trained) = (new ClassifierHardwareTask("images", system, options, Few), new List<DriftCheck>(), new Dictionary<string, MethodResult>());
        var settings = DriftSettings.Of(task.Bench, task.Settings, plan.Factor);
        Assert.True(DriftExperiment.Run(
            task, options, plan, settings,
            (result, followed) =>
            {
                trained[result.Method] = result;
                checks.AddRange(followed);
            },
            cancellation: TestContext.Current.CancellationToken));
        results = trained;
        return checks;
    }
}

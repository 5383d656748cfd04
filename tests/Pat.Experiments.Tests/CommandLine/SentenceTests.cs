using Pat.Core.Diagnostics;
using Pat.Core.Tensors;
using Pat.Experiments.CommandLine;
using Pat.Experiments.Comparison;
using Pat.Experiments.Vowels;

namespace Pat.Experiments.Tests.CommandLine;

public sealed class SentenceTests
{
    [Theory]
    [InlineData(0.96, "At or above PAT without any device: logistic (96.0 %). This task does not need a physical network.")]
    [InlineData(0.90, "PAT is above logistic.")]
    public void A_baseline_is_said_to_win_only_where_it_does(double baseline, string sentence)
    {
        var sentences = Sentences(Result("pat", 1, 0.94), Result("pat", 2, 0.96), Result("logistic", 1, baseline), Result("logistic", 2, baseline));
        Assert.Equal([sentence], sentences);
    }

    [Fact]
    public void Differences_are_taken_over_pairs()
    {
        // Seeds differ by far more than the methods do on each of them.
        var sentences = Sentences(
            Result("ideal", 1, 0.81), Result("ideal", 2, 0.91), Result("ideal", 3, 1.01),
            Result("pat", 1, 0.80), Result("pat", 2, 0.90), Result("pat", 3, 1.00));
        Assert.Equal(["PAT minus ideal training, on the device: -1.0 points (95 % interval over pairs -1.0 to -1.0)."], sentences);
    }

    [Theory]
    [InlineData(0.93, "+2.0", "PAT's 95.0 % count for the physical system: removing the physics costs at least 1 point")]
    [InlineData(0.945, "+0.5", "PAT's 95.0 % do NOT count for the physical system: removing the physics costs 0.50 points, less than 1")]
    [InlineData(0.97, "-2.0", "PAT's 95.0 % do NOT count for the physical system: removing the physics costs -2.00 points, less than 1")]
    public void A_figure_counts_for_the_physics_only_where_removing_it_costs_a_point(double identity, string cost, string verdict) => Assert.Equal(
        [$"Removing the physics (PAT minus identity) costs {cost} points (smallest {cost}).", $"{verdict}. One seed leaves open what others would show."],
        ClassifierSentences.Of(MethodSummary.Of(["pat", "identity"], [Result("pat", 1, 0.95), Result("identity", 1, identity)])));

    // Two pairs whose differences are d - s and d + s have the interval d +- 12.7 s.
    [Theory]
    [InlineData(3, 0.1, "PAT's 95.0 % count for the physical system: removing the physics costs at least 1 point.")]
    [InlineData(3, 0.5, "PAT's 95.0 % count for the physical system: removing the physics costs at least 1 point, on average; the interval leaves it open.")]
    [InlineData(0.9, 0.5, "PAT's 95.0 % do NOT count for the physical system: removing the physics costs 0.90 points, less than 1, on average; the interval leaves it open.")]
    [InlineData(-2, 0.1, "PAT's 95.0 % do NOT count for the physical system: removing the physics costs -2.00 points, less than 1.")]
    public void The_verdict_says_whether_the_interval_leaves_it_open(double points, double spread, string verdict)
    {
        MethodResult Identity(long seed, double cost) => Result("identity", seed, 0.95 - cost / 100);
        var rows = MethodSummary.Of(["pat", "identity"], [Result("pat", 1, 0.95), Result("pat", 2, 0.95), Identity(1, points - spread), Identity(2, points + spread)]);
        Assert.Equal(verdict, ClassifierSentences.Of(rows).Last());
    }

    [Fact]
    public void The_smallest_difference_is_that_of_a_pair()
    {
        var rows = MethodSummary.Of(["pat", "frozen"],
            [Result("pat", 1, 0.90), Result("pat", 2, 0.80), Result("pat", 2, 0.85, device: 2), Result("frozen", 1, 0.88), Result("frozen", 2, 0.77), Result("frozen", 2, 0.84, device: 2)]);
        Assert.Equal(1, rows[0].LeastAbove(rows[1])!.Value, 1e-9);
    }

    [Fact]
    public void Of_each_seed_the_mean_over_devices_counts()
    {
        var row = MethodSummary.Of(["pat"], [Result("pat", 1, 0.2, device: 1), Result("pat", 1, 0.4, device: 2), Result("pat", 2, 0.5, device: 1), Result("pat", 2, 0.7, device: 2)]).Single();
        var expected = MeanEstimate.Of([30, 60]);
        Assert.Equal(45, row.DeviceAccuracy.Mean, 1e-12);
        Assert.Equal(expected.Low!.Value, row.DeviceAccuracy.Low!.Value, 1e-9);
        Assert.Equal(2, row.DeviceAccuracy.Count);
    }

    [Fact]
    public void One_seed_has_no_interval() =>
        Assert.Null(MethodSummary.Of(["pat"], [Result("pat", 1, 0.2, device: 1), Result("pat", 1, 0.4, device: 2)]).Single().DeviceAccuracy.Low);

    [Fact]
    public void Warnings_are_given_once_for_each_method()
    {
        MethodResult[] results =
        [
            Result("pat", 1, 0.9) with { WorstViolation = 5e-3 }, Result("pat", 2, 0.9) with { WorstViolation = 1e-5 },
            Result("block-pat", 1, 0.9) with { Warnings = ["Step 30: the gradient of 'layer 1/program' vanishes.", "another"] },
        ];
        Assert.Equal(
        [
            "pat: 1 of 2 runs violated the Manley-Rowe relation by more than 0.001 (worst 0.005): too few split steps for its programs, its accuracies are doubtful. Repeat it with more --steps.",
            "block-pat: the run had gradients that vanish or explode. First, seed 1: Step 30: the gradient of 'layer 1/program' vanishes.",
        ], VowelSentences.Warnings(results));
    }

    [Fact]
    public void Angles_beyond_90_degrees_are_said_with_the_first_training_that_had_one()
    {
        MethodResult[] results = [Result("pat", 1, 0.9), Result("pat", 2, 0.9), Result("pat", 3, 0.9), Result("ideal", 1, 0.9)];
        Assert.Null(ComparisonSentences.OfRightAngles([], results));
        Assert.Equal(
            "PAT's gradient, over all layers, was more than 90 degrees from the device's in 2 of 3 runs: seed 1 at epochs 0, 12, ... (gradients.csv).",
            ComparisonSentences.OfRightAngles([(new("pat", 3, 1), [0]), (new("pat", 1, 1), [0, 12])], results));
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(11.84, "11.8 s")]
    [InlineData(90, "1.5 min")]
    [InlineData(9000, "2.5 h")]
    [InlineData(250_000, "2.89 d")]
    public void Hardware_time_has_a_fitting_unit(double seconds, string text) => Assert.Equal(text, HardwareText.Time(seconds));

    [Fact]
    public void A_sweep_says_where_a_method_falls()
    {
        SweepRows Point(double strength, double pat, double inSilico) => new(
            strength, MethodSummary.Of(["pat", "in-silico"], [Result("pat", 1, pat), Result("in-silico", 1, inSilico)]));
        Assert.Equal(
            ["In-silico training is within 5 points of PAT up to strength 0.25; at 0.5 it reaches 76.3 %, PAT 95.4 %."],
            SweepSentences.Of([Point(0, 0.93, 0.94), Point(0.25, 0.947, 0.927), Point(0.5, 0.954, 0.763), Point(1, 0.95, 0.3)]));
        Assert.Equal(["In-silico training reaches 30.0 % at strength 1 already, where PAT reaches 95.0 %."], SweepSentences.Of([Point(1, 0.95, 0.3)]));
        Assert.Equal(["In-silico training is within 5 points of PAT at strength 0."], SweepSentences.Of([Point(0, 0.95, 0.93)]));
    }

    private static IEnumerable<string> Sentences(params MethodResult[] results) => VowelSentences.Of(MethodSummary.Of(VowelMethods.Names, results));

    private static MethodResult Result(string method, long seed, double accuracy, long device = 1) =>
        new(method, seed, VowelMethods.IsPhysical(method) || method == "frozen" ? device : null, accuracy, accuracy, accuracy, 1, new ConfusionMatrix(7), new Dictionary<string, Tensor>());
}

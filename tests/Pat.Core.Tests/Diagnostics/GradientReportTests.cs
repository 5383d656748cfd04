using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;

namespace Pat.Core.Tests.Diagnostics;

/// <summary>Two layers of y = tanh(gain · x ∘ theta), four numbers wide.</summary>
[Trait("Category", "Law")]
public sealed class GradientReportTests
{
    private const int Size = 4, Rows = 12, PerPart = 3;

    private static readonly SystemPorts Ports = new(
        new Port("x", Size, -10, 10, "1", new Layout.Values()),
        [new Port("theta", Size, -10, 10, "1", new Layout.Values())],
        new Port("y", Size, -1, 1, "1", new Layout.Values()));

    private static readonly Objective Squares = new((y, _) => Op.Mean(Op.Square(y - 0.4f)), 0);
    private static readonly IDigitalTwin Device = Tanh(1.5f), Twin = Tanh(1);

    private static readonly (string, IGradientEstimator)[] estimators =
        [("pat", new PhysicsAwareTraining(Twin)), ("block-pat", new BlockPhysicsAwareTraining(Twin)), ("in-silico", new InSilico(Twin))];

    [Fact]
    public void The_figures_are_those_of_gradients_on_all_rows_and_the_errors_those_of_leaving_rows_out()
    {
        var report = GradientReport.Of(Subject(AllRows()), PerPart, Quiet(Device), estimators);
        var expected = Slow(AllRows(), "pat", "second");
        var row = report.Rows.Single(row => row is { Estimator: "pat", Layer: "second" });
        Assert.Equal(expected.Cosine, row.Alignment.Cosine, 1e-6);
        Assert.Equal(expected.NormRatio, row.Alignment.NormRatio, 1e-6);

        // Tukey's jackknife, from gradients that were taken again without the rows of each part.
        var left = Enumerable.Range(0, Rows / PerPart).Select(part => Slow(Without(part), "pat", "second")).ToArray();
        Assert.Equal(Error([.. left.Select(a => a.Cosine)]), row.CosineError!.Value, 1e-6);
        Assert.Equal(Error([.. left.Select(a => a.NormRatio)]), row.NormRatioError!.Value, 1e-6);

        static double Error(double[] values) =>
            Math.Sqrt((values.Length - 1.0) / values.Length * values.Sum(value => Math.Pow(value - values.Average(), 2)));
    }

    [Fact]
    public void There_is_a_row_for_each_estimator_and_layer_and_one_for_all_layers()
    {
        var report = GradientReport.Of(Subject(AllRows()), PerPart, Quiet(Device), estimators);
        Assert.Equal(
            ["pat first", "pat second", "pat all", "block-pat first", "block-pat second", "block-pat all", "in-silico first", "in-silico second", "in-silico all"],
            report.Rows.Select(row => $"{row.Estimator} {row.Layer}"));
        Assert.Equal(report.Rows[2], report.Over("pat"));
    }

    [Fact]
    public void A_twin_without_a_gap_has_cosine_and_norm_ratio_1_and_a_turned_one_minus_1()
    {
        var exact = GradientReport.Of(Subject(AllRows()), PerPart, Quiet(Device), ("pat", new PhysicsAwareTraining(Device)), ("turned", new Turned(new Ideal())));
        Assert.All(exact.Rows.Take(3), row => Assert.Equal((1, 0, 1, 0), (Rounded(row.Alignment.Cosine), Rounded(row.CosineError!.Value), Rounded(row.Alignment.NormRatio), Rounded(row.NormRatioError!.Value))));
        Assert.All(exact.Rows.Skip(3), row => Assert.Equal((-1, 2), (Rounded(row.Alignment.Cosine), Rounded(row.Alignment.NormRatio))));

        static double Rounded(double value) => Math.Round(value, 5);
    }

    [Fact]
    public void One_part_has_no_error()
    {
        var report = GradientReport.Of(Subject(AllRows()), Rows, Quiet(Device), estimators);
        Assert.All(report.Rows, row => Assert.Equal((null, null), (row.CosineError, row.NormRatioError)));
    }

    [Fact]
    public void Only_the_gradient_of_the_device_runs_it_and_clocks_stay_where_they_are()
    {
        var counted = new Counted(Device);
        var quiet = Quiet(counted);
        quiet[0].Issue(new Tensor(Size), 5, Purpose.Evaluate);
        var before = quiet[0].State;
        var report = GradientReport.Of(Subject(AllRows()), PerPart, quiet, estimators);
        Assert.Equal((0, 2 * Rows), (counted.Measured, counted.Linearized));
        Assert.Equal((before.NextRun, before.Time, before.Programmings), (quiet[0].State.NextRun, quiet[0].State.Time, quiet[0].State.Programmings));
        Assert.Equal(5, quiet[0].Ledger.Total.Runs);
        Assert.Equal(GradientReport.Of(Subject(AllRows()), PerPart, Quiet(Device), estimators).Rows, report.Rows);
    }

    [Fact]
    public void Uses_with_the_same_parameters_are_told_apart_by_their_inputs()
    {
        var shared = new Network("shared", [Physical("first"), new("again", [], (x, pass) => pass.Physical(x, pass.ParameterOf("first", "theta")))]);
        var subject = Subject(AllRows()) with { Network = shared, Which = name => name == "first/theta" };
        using var scope = new TensorScope();
        GradientEstimate Estimate(IGradientEstimator estimator) => estimator.Estimate(shared, Squares, subject.Parameters, subject.Batch, Quiet(Device));
        var expected = GradientAlignment.Of(Estimate(new PhysicsAwareTraining(Twin)).Gradients, Estimate(new Ideal()).Gradients, subject.Which);
        Assert.Equal(expected.Cosine, GradientReport.Of(subject, Rows, Quiet(Device), estimators).Over("pat").Alignment.Cosine, 1e-6);
    }

    [Fact]
    public void The_mean_field_gradient_of_some_parts_is_that_of_their_rows()
    {
        var report = GradientReport.Of(Subject(AllRows()), PerPart, Quiet(Device), estimators);
        var some = Gradients(Subject(AllRows()).First(2 * PerPart).Batch, new Ideal());
        foreach (var (name, gradient) in report.MeanField(2))
            Assert.Equal(some[name].Values.ToArray(), gradient.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Theory]
    [InlineData("layer 2/program", "layer 2")]
    [InlineData("chain/scale 3", "chain 3")]
    [InlineData("chain/skip 10", "chain 10")]
    [InlineData("layer 1/program 4", "layer 1")]
    [InlineData("first/theta", "first")]
    public void A_parameter_belongs_to_the_physical_layer_of_its_name(string parameter, string layer) => Assert.Equal(layer, LayersOfParameters.Of(parameter));

    [Fact]
    public void Layers_stand_in_the_order_of_their_numbers() => Assert.Equal(
        ["chain 1", "chain 2", "chain 10"],
        LayersOfParameters.Group(["chain/offset 1", "chain/offset 10", "chain/offset 2", "chain/scale 1", "chain/scale 10", "chain/scale 2"]).Select(group => group.Layer));

    [Fact]
    public void Leaving_one_out_of_a_mean_gives_its_standard_error()
    {
        // For a mean the jackknife is exactly s / sqrt(n).
        double[] values = [3, 1, 4, 1, 5, 9];
        var mean = values.Average();
        var without = values.Select(value => (values.Sum() - value) / (values.Length - 1)).ToArray();
        Assert.Equal(Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / 5 / 6), GradientReport.JackknifeError(without)!.Value, 1e-12);
    }

    [Fact]
    public void Epochs_beyond_a_right_angle_are_those_with_a_negative_cosine() =>
        Assert.Equal([0, 12], GradientReport.BeyondRightAngle([(12, -0.1), (25, 0), (0, -1), (50, 0.3), (100, double.NaN)]));

    [Fact]
    public void Real_hardware_and_a_network_without_such_parameters_are_refused()
    {
        Assert.Equal(
            "GradientReport: bench cannot be differentiated; only a simulated device can.",
            Assert.Throws<ArgumentException>(() => GradientReport.Of(Subject(AllRows()), 1, new Laboratory("bench", new Hardware(), Noise.FromSeed(1), new(0, 0)), estimators)).Message);
        Assert.StartsWith(
            "GradientReport of two layers: expected at least one parameter to compare, got none.",
            Assert.Throws<ArgumentException>(() => GradientReport.Of(Subject(AllRows()) with { Which = _ => false }, 1, Quiet(Device), estimators)).Message, StringComparison.Ordinal);
    }

    private static GradientAlignment Slow(Batch batch, string estimator, string layer) => GradientAlignment.Of(
        Gradients(batch, estimators.Single(pair => pair.Item1 == estimator).Item2), Gradients(batch, new Ideal()), name => name.StartsWith(layer, StringComparison.Ordinal));

    private static Dictionary<string, Tensor> Gradients(Batch batch, IGradientEstimator estimator)
    {
        using var scope = new TensorScope();
        var subject = Subject(batch);
        return estimator.Estimate(subject.Network, subject.Objective, subject.Parameters, batch, Quiet(Device)).Gradients.ToDictionary(pair => pair.Key, pair => pair.Value.Clone());
    }

    private static GradientSubject Subject(Batch batch) => new(
        new Network("two layers", [Physical("first"), Physical("second")]), Squares,
        new SortedDictionary<string, Tensor> { ["first/theta"] = Drawn("first", 1), ["second/theta"] = Drawn("second", 1) }, batch, _ => true);

    private static Layer Physical(string name) => new(name, [], (x, pass) => pass.Physical(x, pass.Parameter("theta")));

    private static Batch AllRows() => new(Drawn("x", Rows).Reshape(Rows, Size), new int[Rows]);

    private static Batch Without(int part)
    {
        int[] chosen = [.. Enumerable.Range(0, Rows).Where(row => row / PerPart != part)];
        return new RowExamples(AllRows()).Pick(chosen, Noise.FromSeed(0), 0);
    }

    private static Tensor Drawn(string what, int rows)
    {
        var tensor = new Tensor(rows * Size);
        Noise.FromSeed(3).Split(what).Normals(0, tensor.AsSpan());
        return tensor;
    }

    private static Laboratories Quiet(IDigitalTwin device) => new Laboratory("bench", device, Noise.FromSeed(1), new(1, 1));

    private static FunctionTwin Tanh(float gain) => new(Ports, (x, theta) => Op.Tanh(x * theta * gain));

    private sealed class Counted(IDigitalTwin inner) : IDigitalTwin
    {
        public int Measured { get; private set; }

        public int Linearized { get; private set; }

        public SystemPorts Ports => inner.Ports;

        public Tensor Run(Tensor x, Tensor theta, Shot shot)
        {
            Measured += x.Rows;
            return inner.Run(x, theta, shot);
        }

        public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
        {
            Linearized += x.Rows;
            return inner.Linearize(x, theta, shot);
        }
    }

    // Twice the gradient, in the wrong direction.
    private sealed class Turned(IGradientEstimator inner) : IGradientEstimator
    {
        public GradientEstimate Estimate(Network network, Objective objective, IReadOnlyDictionary<string, Tensor> parameters, Batch batch, Laboratories laboratories)
        {
            var estimate = inner.Estimate(network, objective, parameters, batch, laboratories);
            return estimate with { Gradients = estimate.Gradients.ToDictionary(pair => pair.Key, pair => new Tensor([.. pair.Value.Values.ToArray().Select(value => -2 * value)], pair.Value.Shape)) };
        }
    }

    private sealed class Hardware : IPhysicalSystem
    {
        public SystemPorts Ports => GradientReportTests.Ports;

        public Tensor Run(Tensor x, Tensor theta, Shot shot) => x;
    }
}

using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Core.Training.Optimisers;

namespace Pat.Core.Tests.Training;

/// <summary>Two layers of y = tanh(gain · x · theta): the gradients of each method are written out by hand.</summary>
public sealed class EstimatorTests
{
    private static readonly SystemPorts Ports = new(
        new Port("x", 1, -10, 10, "1", new Layout.Values()),
        [new Port("theta", 1, -10, 10, "1", new Layout.Values())],
        new Port("y", 1, -1, 1, "1", new Layout.Values()));

    private const double X = 0.7, T1 = 0.9, T2 = -0.6, DeviceGain = 1.5, TwinGain = 1.0;

    // Loss is the mean output, so the error at the output is 1.
    private static readonly Objective Output = new((y, _) => Op.Mean(y), 0);
    private static readonly FunctionTwin Device = System(DeviceGain);
    private static readonly FunctionTwin Twin = System(TwinGain);

    public static TheoryData<string, double, double, double> Methods
    {
        get
        {
            double F(double gain, double x, double t) => Math.Tanh(gain * x * t);
            double Dt(double gain, double x, double t) => gain * x * (1 - Math.Pow(F(gain, x, t), 2));
            double Dx(double gain, double x, double t) => gain * t * (1 - Math.Pow(F(gain, x, t), 2));
            var (p, m) = (F(DeviceGain, X, T1), F(TwinGain, X, T1)); // what layer 2 sees: measured, modelled
            return new()
            {
                { "ideal", F(DeviceGain, p, T2), Dx(DeviceGain, p, T2) * Dt(DeviceGain, X, T1), Dt(DeviceGain, p, T2) },
                { "in-silico", F(TwinGain, m, T2), Dx(TwinGain, m, T2) * Dt(TwinGain, X, T1), Dt(TwinGain, m, T2) },
                { "pat", F(DeviceGain, p, T2), Dx(TwinGain, p, T2) * Dt(TwinGain, X, T1), Dt(TwinGain, p, T2) },
                { "block-pat", F(DeviceGain, p, T2), Dx(TwinGain, m, T2) * Dt(TwinGain, X, T1), Dt(TwinGain, m, T2) },
            };
        }
    }

    [Theory, MemberData(nameof(Methods))]
    public void Each_method_takes_values_and_slopes_from_where_it_says(string method, double loss, double d1, double d2)
    {
        using var scope = new TensorScope();
        var laboratory = NewLaboratory();
        var estimate = Estimator(method).Estimate(TwoLayers(), Output, Parameters(), Example(), laboratory);
        Assert.Equal(loss, estimate.Loss, 1e-6);
        Assert.Equal(d1, estimate.Gradients["first/theta"].Values[0], 1e-6);
        Assert.Equal(d2, estimate.Gradients["second/theta"].Values[0], 1e-6);
        Assert.Equal(method == "in-silico" ? 0 : 2, laboratory.Ledger.Total.Runs);
        Assert.Equal(method is "in-silico" or "block-pat" ? 2 : 0, laboratory.Ledger.TwinRuns);
    }

    [Fact]
    public void Ideal_training_of_real_hardware_is_refused()
    {
        using var scope = new TensorScope();
        var laboratory = new Laboratory("bench", new Hardware(), Noise.FromSeed(1), new(0, 0));
        var error = Assert.Throws<ArgumentException>(() => new Ideal().Estimate(TwoLayers(), Output, Parameters(), Example(), laboratory));
        Assert.Equal("Ideal: bench cannot be differentiated; only a simulated device can. Use PhysicsAwareTraining with a twin.", error.Message);
    }

    [Fact]
    public void A_forward_pass_without_a_tape_returns_what_every_layer_measured()
    {
        var laboratory = NewLaboratory();
        var activations = TwoLayers().Forward(Parameters(), Example().X, PhysicalSteps.Measured(laboratory, Purpose.Evaluate));
        Assert.Equal(["first", "second"], activations.Select(activation => activation.Layer));
        Assert.Equal(Math.Tanh(DeviceGain * X * T1), activations[0].Value.Values[0], 1e-6);
        Assert.Equal(2, laboratory.Ledger[Purpose.Evaluate].Runs);
    }

    [Fact]
    public void A_layer_that_is_used_twice_gets_the_sum_of_both_gradients_and_block_training_measures_its_last_use()
    {
        using var scope = new TensorScope();
        var shared = new Network("shared",
        [
            new Layer("first", [], (x, pass) => pass.Physical(x, pass.Parameter("theta"))),
            new Layer("again", [], (x, pass) => pass.Physical(x, pass.ParameterOf("first", "theta"))),
        ]);
        var parameters = new SortedDictionary<string, Tensor> { ["first/theta"] = new([(float)T1], 1) };
        var estimate = new InSilico(Twin).Estimate(shared, Output, parameters, Example(), NewLaboratory());
        var y = Math.Tanh(X * T1);
        var slope = 1 - Math.Pow(Math.Tanh(y * T1), 2);
        Assert.Equal(slope * (y + T1 * X * (1 - y * y)), estimate.Gradients["first/theta"].Values[0], 1e-6);
        var block = new BlockPhysicsAwareTraining(Twin).Estimate(shared, Output, parameters, Example(), NewLaboratory());
        Assert.Equal(Math.Tanh(DeviceGain * Math.Tanh(DeviceGain * X * T1) * T1), block.Loss, 1e-6);
    }

    [Fact]
    public void Training_with_the_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        Assert.Equal(Train(1), Train(1));
        Assert.NotEqual(Train(1), Train(2));

        static float Train(long seed)
        {
            var parameters = Parameters();
            var data = new Batch(new Tensor(12, 1), new int[12]);
            Noise.FromSeed(5).Uniforms(0, data.X.AsSpan());
            Trainer.Train(
                TwoLayers(), Output, parameters, data, new PhysicsAwareTraining(Twin), NewLaboratory(),
                new TrainingPlan(3, 5, () => new Adam(), _ => Schedules.Constant(0.1)) { InputAugmentation = 0.1 }, Noise.FromSeed(seed), cancellation: TestContext.Current.CancellationToken);
            return parameters["first/theta"].Values[0];
        }
    }

    [Fact]
    public void Gradient_norms_of_an_epoch_stay_as_they_were()
    {
        var (records, atTheTime) = (new List<EpochRecord>(), new List<double>());
        Trainer.Train(
            TwoLayers(), Output, Parameters(), Example(), new InSilico(Twin), NewLaboratory(),
            new TrainingPlan(3, 1, () => new Adam(), _ => Schedules.Constant(0.1)), Noise.FromSeed(1),
            record =>
            {
                records.Add(record);
                atTheTime.Add(record.GradientNorms["first/theta"]);
            }, TestContext.Current.CancellationToken);
        Assert.Equal(atTheTime, records.Select(record => record.GradientNorms["first/theta"]));
        Assert.Equal(3, atTheTime.Distinct().Count());
    }

    [Fact]
    public void An_output_that_is_not_finite_stops_training_with_the_name_of_the_layer()
    {
        var broken = new FunctionTwin(Ports, (x, theta) => Op.Log(x - 5f));
        var error = Assert.Throws<NonFiniteException>(() => Trainer.Train(
            TwoLayers(), Output, Parameters(), Example(), new InSilico(broken), NewLaboratory(),
            new TrainingPlan(1, 1, () => new Adam(), _ => Schedules.Constant(0.1)), Noise.FromSeed(1), cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("'first'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Digital_layers_stop_the_run_too_and_a_physical_output_cannot_hide()
    {
        Layer Broken(string name) => new(name, [], (x, _) => Op.Log(x - 5f));
        var digital = new Network("digital", [Physical("first"), Broken("log"), Physical("second")]);
        Assert.Equal("log", Refused(digital, Twin));
        var hidden = new Network("hidden", [new Layer("first", [], (x, pass) => Op.Relu(pass.Physical(x, pass.Parameter("theta"))))]);
        Assert.Equal("first", Refused(hidden, new FunctionTwin(Ports, (x, _) => Op.Log(x * 0f))));

        static string Refused(Network network, FunctionTwin twin) => Assert.Throws<NonFiniteException>(() =>
            network.Forward(Parameters(), Example().X, PhysicalSteps.Modelled(twin, NewLaboratory()))).Name;
    }

    [Fact]
    public void Clipping_limits_the_step()
    {
        Assert.Equal(0.01, Moved(0.01), 1e-6);
        Assert.Equal(Moved(null), Moved(100));
        Assert.True(Moved(null) > 0.1);

        static double Moved(double? limit)
        {
            var (before, after) = (Parameters(), Parameters());
            Trainer.Train(
                TwoLayers(), Output, after, Example(), new InSilico(Twin), NewLaboratory(),
                new TrainingPlan(1, 1, () => new Sgd(), _ => Schedules.Constant(1)) { MaxGradientNorm = limit }, Noise.FromSeed(1), cancellation: TestContext.Current.CancellationToken);
            return Math.Sqrt(before.Sum(pair => Math.Pow(after[pair.Key].Values[0] - pair.Value.Values[0], 2)));
        }
    }

    [Fact]
    public void A_plan_out_of_range_is_refused()
    {
        Assert.Equal("TrainingPlan Epochs: expected at least 1, got 0.", Assert.Throws<ArgumentOutOfRangeException>(() => Plan(epochs: 0)).Message);
        Assert.Equal("TrainingPlan BatchSize: expected at least 1, got 0.", Assert.Throws<ArgumentOutOfRangeException>(() => Plan(batchSize: 0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Plan() with { BatchSize = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plan() with { InputAugmentation = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plan() with { InputAugmentation = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plan() with { MaxGradientNorm = 0 });

        static TrainingPlan Plan(int epochs = 1, int batchSize = 1) => new(epochs, batchSize, () => new Sgd(), _ => Schedules.Constant(1));
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused()
    {
        Assert.StartsWith("Batch: expected a label for each row of X [2, 1], got 3 labels.",
            Assert.Throws<ArgumentException>(() => new Batch(new Tensor(2, 1), new int[3])).Message, StringComparison.Ordinal);
        Assert.Contains("2 predictions and 3 labels", Assert.Throws<ArgumentException>(() => Classifier.Accuracy([1, 2], [1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Classifier.Accuracy([1, 2, 3], [1, 2]));
        var few = new[] { (new Batch(new Tensor(0, 1), []), "Trainer data: expected at least one row, got none"), (Example() with { X = new Tensor(2, 1) }, "Training data: expected a label for each row") };
        foreach (var (data, message) in few)
        {
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Trainer.Train(
                TwoLayers(), Output, Parameters(), data, new InSilico(Twin), NewLaboratory(),
                new TrainingPlan(1, 1, () => new Sgd(), _ => Schedules.Constant(1)), Noise.FromSeed(1), cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Logits_that_are_not_numbers_have_no_class()
    {
        var error = Assert.Throws<NonFiniteException>(() =>
            Classifier.Predict(new Network("nothing", []), Parameters(), new Tensor([1, float.NaN], 1, 2), (x, _, _) => x));
        Assert.StartsWith("'nothing': 1 of 2 values of the logits", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_names_are_unique()
    {
        Parameter New(string name) => new(name, _ => new Tensor(1));
        Assert.StartsWith("Network n: parameter names must be unique, 'a/w' stands 2 times.", Assert.Throws<ArgumentException>(() =>
            new Network("n", [new Layer("a", [New("w"), New("w")], (x, _) => x)])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_of_other_sizes_are_not_aligned()
    {
        var truth = new Dictionary<string, Tensor> { ["x"] = new(2) };
        Assert.Equal("GradientAlignment estimate of 'x': expected shape [2], got [3].", Assert.Throws<ShapeException>(() =>
            GradientAlignment.Of(new Dictionary<string, Tensor> { ["x"] = new(3) }, truth, _ => true)).Message);
        Assert.StartsWith("GradientAlignment: expected an estimate of 'x', got none.", Assert.Throws<ArgumentException>(() =>
            GradientAlignment.Of(new Dictionary<string, Tensor>(), truth, _ => true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alignment_of_gradients_is_the_cosine_over_the_chosen_parameters()
    {
        var a = new Dictionary<string, Tensor> { ["x"] = new([3f, 0f], 2), ["skipped"] = new([9f], 1) };
        var b = new Dictionary<string, Tensor> { ["x"] = new([1f, 1f], 2), ["skipped"] = new([-9f], 1) };
        var alignment = GradientAlignment.Of(a, b, name => name == "x");
        Assert.Equal(Math.Sqrt(0.5), alignment.Cosine, 1e-7);
        Assert.Equal(3 / Math.Sqrt(2), alignment.NormRatio, 1e-7);
    }

    private static IGradientEstimator Estimator(string method) => method switch
    {
        "ideal" => new Ideal(),
        "in-silico" => new InSilico(Twin),
        "pat" => new PhysicsAwareTraining(Twin),
        _ => new BlockPhysicsAwareTraining(Twin),
    };

    private static FunctionTwin System(double gain) => new(Ports, (x, theta) => Op.Tanh(Op.Scale(x, theta) * (float)gain));

    private static Network TwoLayers() => new("two layers", [Physical("first"), Physical("second")]);

    private static Layer Physical(string name) => new(name, [], (x, pass) => pass.Physical(x, pass.Parameter("theta")));

    private static SortedDictionary<string, Tensor> Parameters() =>
        new() { ["first/theta"] = new([(float)T1], 1), ["second/theta"] = new([(float)T2], 1) };

    private static Batch Example() => new(new Tensor([(float)X], 1, 1), [0]);

    private static Laboratory NewLaboratory() => new("bench", Device, Noise.FromSeed(1), new(0, 0));

    private sealed class Hardware : IPhysicalSystem
    {
        public SystemPorts Ports => EstimatorTests.Ports;

        public Tensor Run(Tensor x, Tensor theta, Shot shot) => x;
    }
}

using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Experiments.Images;

namespace Pat.Experiments.Tests.Images;

public class OscillatorImagesTests
{
    private const int Seed = 1;

    private static ImageData Digits(int train = 20) => DrawnDigits.Draw(Seed, train, validation: 10, test: 10);

    private static (Network Network, SortedDictionary<string, Tensor> Parameters, FabricatedBench Bench, Laboratories Laboratories) Start(
        IImageSystem system, double strength = 0, double noise = 0)
    {
        var network = system.Build(Features(system));
        var bench = FabricatedBench.Of(system, new(strength, noise), 3);
        var run = Noise.FromSeed(Seed);
        var laboratories = new Laboratories([.. bench.Devices.Select(device => new Laboratory(device.Name, device, run, bench.Timing))]);
        return (network, network.Start(run), bench, laboratories);
    }

    private static int Features(IImageSystem system) => system is OscillatorImages ? 196 : 784;

    [Fact]
    public void Parameters_are_as_many_as_published()
    {
        Assert.Equal(81_255, Start(new OscillatorImages()).Parameters.Values.Sum(value => value.Length));
        Assert.Equal(2_603_811, Start(new OscillatorPatches()).Parameters.Values.Sum(value => value.Length));
    }

    [Fact]
    public void Couplings_and_drives_start_uniform_between_the_roots_of_1_over_N()
    {
        var (_, parameters, _, _) = Start(new OscillatorImages());
        var theta = parameters["first/theta"].Values.ToArray();
        var largest = 1 / Math.Sqrt(196);
        Assert.InRange(theta.Max(), 0.999 * largest, largest);
        Assert.InRange(theta.Min(), -largest, -0.999 * largest);
        Assert.Equal(0, theta.Average(), tolerance: 4 * largest / Math.Sqrt(3.0 * theta.Length));
        Assert.Equal([1f], parameters["read-out/factor"].Values.ToArray());
    }

    // Layer by layer by hand, from the twins.
    [Fact]
    public void The_network_is_the_published_one()
    {
        var system = new OscillatorImages();
        var (network, parameters, bench, laboratories) = Start(system);
        parameters["read-out/factor"].AsSpan()[0] = 2.5f;
        var x = Digits().Test.ToBatch(system.Encode).X;
        var logits = network.Forward(parameters, x, PhysicalSteps.Measured(laboratories, Purpose.Evaluate))[^1].Value;
        var first = bench.Twins[0].Run(x, parameters["first/theta"], default);
        for (var row = 0; row < x.Rows; row++)
        {
            var angles = new Tensor(1, 206);
            first.Row(row).CopyTo(angles.Row(0));
            var last = bench.Twins[1].Run(angles, parameters["second/theta"], default).Row(0)[^10..];
            for (var i = 0; i < last.Length; i++)
                Assert.Equal(2.5f * last[i], logits.Row(row)[i]);
        }
    }

    [Fact]
    public void Patches_go_through_the_same_oscillators()
    {
        var system = new OscillatorPatches();
        var (network, parameters, bench, laboratories) = Start(system);
        var test = Digits().Test.Select([4, 7]);
        var x = test.ToBatch(system.Encode).X;
        var first = network.Forward(parameters, x, PhysicalSteps.Measured(laboratories, Purpose.Evaluate))[0].Value;
        var patch = new Tensor(1, 100); // the sixth of the second image: row 1, column 1
        for (var i = 0; i < 49; i++)
            patch.AsSpan()[i] = test.Pixels(1)[(7 + i / 7) * 28 + 7 + i % 7] / 255f;
        var expected = bench.Twins[0].Run(patch, parameters["first/theta"], default).Values;
        Assert.Equal(expected.ToArray(), first.Row(1)[500..600].ToArray());
        Assert.Equal(2 * 16, laboratories[0].Ledger[Purpose.Evaluate].Runs);
        Assert.Equal(2, laboratories[1].Ledger[Purpose.Evaluate].Runs);
    }

    [Theory]
    [InlineData("oscillators")]
    [InlineData("oscillators-patches")]
    public void Devices_are_their_twins_without_a_gap_and_others_with_it(string name)
    {
        var system = ImageSystems.Named(name);
        var (without, with, other) = (FabricatedBench.Of(system, new(0, 0), 3), FabricatedBench.Of(system, new(1, 0), 3), FabricatedBench.Of(system, new(1, 0), 4));
        for (var i = 0; i < 2; i++)
        {
            var n = without.Twins[i].Ports.Input.Size;
            var (x, theta) = (new Tensor(3, n), new Tensor(without.Twins[i].Ports.ParameterCount));
            Noise.FromSeed(5).Uniforms(0, x);
            var shot = new Shot(Noise.FromSeed(1), Noise.FromSeed(2), 0, 0, 0);
            var (twin, device) = (without.Twins[i].Run(x, theta, shot).Values.ToArray(), with.Devices[i].Run(x, theta, shot).Values.ToArray());
            Assert.Equal(twin, without.Devices[i].Run(x, theta, shot).Values.ToArray());
            Assert.NotEqual(twin, device);
            Assert.NotEqual(device, other.Devices[i].Run(x, theta, shot).Values.ToArray());
        }
        Assert.NotEqual(with.Devices[0].Name, with.Devices[1].Name);
    }

    [Fact]
    public void Training_rows_without_augmentation_would_be_the_encoded_images()
    {
        var system = new OscillatorImages();
        var train = Digits(60).Train;
        var clean = train.ToBatch(system.Encode).X;
        var batch = system.Examples(train).Pick([3, 59], Noise.FromSeed(1), first: 10);
        Assert.Equal([train.Labels[3], train.Labels[59]], batch.Labels);
        Assert.Equal([2, 196], batch.X.Shape.ToArray());
        Assert.NotEqual(clean.Row(3).ToArray(), batch.X.Row(0).ToArray());
        var again = system.Examples(train).Pick([59], Noise.FromSeed(1), first: 11);
        Assert.Equal(batch.X.Row(1).ToArray(), again.X.Row(0).ToArray());
        var patches = new OscillatorPatches();
        var (plain, rows) = (train.ToBatch(patches.Encode).X, patches.Examples(train).Pick([.. Enumerable.Range(0, 60)], Noise.FromSeed(1), 0).X);
        var unchanged = Enumerable.Range(0, 60).Count(i => plain.Row(i).SequenceEqual(rows.Row(i)));
        Assert.InRange(unchanged, 15, 45); // half of them; 4 standard deviations
    }

    [Fact]
    public void A_few_drawn_digits_are_learnt()
    {
        var system = new OscillatorImages();
        var (network, parameters, bench, laboratories) = Start(system);
        var losses = new List<double>();
        Trainer.Train(
            network, system.Recipe.Objective, parameters, system.Examples(Digits(320).Train), new Ideal(), laboratories,
            system.Recipe.Plan(epochs: 12, learningRate: 0.01), Noise.FromSeed(Seed), record => losses.Add(record.Loss), TestContext.Current.CancellationToken);
        Assert.InRange(losses[^1], 0, 0.6 * losses[0]);
    }

    [Fact]
    public void Patches_train_on_the_device_with_the_gradient_of_the_twin()
    {
        var system = new OscillatorPatches();
        var (network, parameters, bench, laboratories) = Start(system, strength: 1, noise: 1);
        var losses = new List<double>();
        Trainer.Train(
            network, system.Recipe.Objective, parameters, system.Examples(Digits(10).Train), new PhysicsAwareTraining(bench.Twins), laboratories,
            system.Recipe.Plan(epochs: 4, system.Recipe.LearningRate), Noise.FromSeed(Seed), record => losses.Add(record.Loss), TestContext.Current.CancellationToken);
        Assert.True(losses[^1] < losses[0]);
    }

    [Fact]
    public void Multiply_adds_are_those_of_the_matrix_products()
    {
        Assert.Equal(new MultiplyAdds(10, 18 * (196L * 196 + 206 * 206)), new OscillatorImages().Count(196));
        Assert.Equal(new MultiplyAdds(10, 18 * (16 * 100L * 100 + 1610 * 1610)), new OscillatorPatches().Count(784));
    }

    [Fact]
    public void Other_images_are_refused()
    {
        foreach (IImageSystem system in new IImageSystem[] { new OscillatorImages(), new OscillatorPatches() })
        {
            const string message = "Coupled oscillators: expected images of 28x28 pixels, got 27x28.";
            Assert.Equal(message, Assert.Throws<ShapeException>(() => system.Encode(new Tensor(1, 27, 28))).Message);
            Assert.Equal(message, Assert.Throws<ShapeException>(() => system.Examples(new ImageSet(new byte[27 * 28], [0], 27, 28))).Message);
            Assert.StartsWith($"Coupled oscillators: expected rows of {Features(system)} numbers, got 5.", Assert.Throws<ArgumentException>(() => system.Build(5)).Message);
        }
    }
}

using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Experiments.Images;

namespace Pat.Experiments.Tests.Images;

public class ShgHybridImagesTests
{
    private const int Seed = 1, Features = 196, Channels = 4, Lines = 50;

    private static readonly IImageSystem system = ImageSystems.Named("shg-hybrid");

    private static ImageData Digits(int train = 20) => DrawnDigits.Draw(Seed, train, validation: 10, test: 10);

    private static SortedDictionary<string, Tensor> Start(long seed = Seed) => system.Build(Features).Start(Noise.FromSeed(seed));

    private static Laboratory Laboratory(IPhysicalSystem apparatus, long seed = Seed) => new("device", apparatus, Noise.FromSeed(seed), new(0, 0));

    private static Tensor Logits(SortedDictionary<string, Tensor> parameters, Tensor x, IDigitalTwin twin) =>
        system.Build(Features).Forward(parameters, x, PhysicalSteps.Modelled(twin, Laboratory(twin)))[^1].Value;

    [Fact]
    public void A_row_of_means_of_2x2_pixels_gives_ten_logits()
    {
        var images = Digits().Test;
        var x = images.ToBatch(system.Encode).X;
        Assert.Equal([10, Features], x.Shape.ToArray());
        var pixels = images.Pixels(3);
        Assert.Equal((pixels[5 * 56 + 8] + pixels[5 * 56 + 9] + pixels[5 * 56 + 36] + pixels[5 * 56 + 37]) / 1020.0, x.Row(3)[5 * 14 + 4], 1e-6);
        Assert.Equal([10, 10], Logits(Start(), x, FabricatedBench.Of(system, new(0, 0), 1).Twins[0]).Shape.ToArray());
    }

    [Fact]
    public void Programs_are_physical_and_all_else_is_digital()
    {
        var parameters = Start();
        Assert.Equal(2 * Channels * Lines, parameters.Where(p => system.IsPhysical(p.Key)).Sum(p => p.Value.Length));
        Assert.Equal(Channels * Lines * (Features + 1) + 2 * Channels * Lines + 10 * (Channels * Lines + 1), parameters.Where(p => !system.IsPhysical(p.Key)).Sum(p => p.Value.Length));
    }

    // One channel after the other by hand.
    [Fact]
    public void Channels_are_chains_of_two_physical_layers()
    {
        var twin = FabricatedBench.Of(system, new(0, 0), 1).Twins[0];
        var parameters = Start();
        Noise.FromSeed(2).Uniforms(0, parameters["layer 2/offset"].AsSpan());
        Noise.FromSeed(3).Uniforms(0, parameters["layer 2/scale"].AsSpan());
        parameters["layer 1/program 2"].AsSpan()[7] = 1.5f; // sent as 1
        var x = Digits().Test.ToBatch(system.Encode).X;
        var logits = Logits(parameters, x, twin);
        for (var row = 0; row < x.Rows; row++)
        {
            var expected = parameters["read-out/bias"].Values.ToArray().Select(b => (double)b).ToArray();
            for (var channel = 0; channel < Channels; channel++)
            {
                var y = new float[Lines];
                for (var layer = 0; layer <= 1; layer++)
                {
                    var data = new Tensor(1, Lines);
                    for (var i = 0; i < Lines; i++)
                    {
                        var unit = channel * Lines + i;
                        var u = layer == 0
                            ? Dot(parameters["encode/weight"].Row(unit), x.Row(row)) + parameters["encode/bias"].Values[unit]
                            : y[i] * parameters["layer 2/scale"].Values[unit] + parameters["layer 2/offset"].Values[unit];
                        data.AsSpan()[i] = (float)Math.Clamp(u, 0, 1);
                    }
                    var program = new Tensor(Array.ConvertAll(parameters[$"layer {layer + 1}/program {channel + 1}"].Values.ToArray(), p => Math.Clamp(p, 0, 1)), Lines);
                    y = twin.Run(data, program, default).Values.ToArray();
                }
                for (var k = 0; k < 10; k++)
                    expected[k] += Dot(parameters["read-out/weight"].Row(k).Slice(channel * Lines, Lines), y);
            }
            for (var k = 0; k < 10; k++)
                Assert.Equal(expected[k], logits.Row(row)[k], 2e-5 * Math.Max(1, Math.Abs(expected[k]))); // sums of 200 in float32
        }
    }

    // Along the gradient of each parameter the loss of the twin's network rises as fast as the gradient is long.
    [Fact]
    public void The_gradient_is_the_slope_of_the_loss()
    {
        using var scope = new TensorScope();
        var twin = FabricatedBench.Of(system, new(0, 0), 1).Twins[0];
        var (network, parameters, batch) = (system.Build(Features), Start(), Digits().Test.ToBatch(system.Encode));
        KeepFromTheEnds(parameters);
        var gradients = new InSilico(twin).Estimate(network, system.Recipe.Objective, parameters, batch, Laboratory(twin)).Gradients;
        Assert.Equal(parameters.Keys, gradients.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, gradient) in gradients)
        {
            var norm = Math.Sqrt(Dot(gradient.Values, gradient.Values));
            // A step of 0.02 for each value, or less where the loss would change by more than 0.002. One extrapolation leaves errors of fourth order
            // in the step, and three times what the roundings of the loss, about 2.5 in float32, make of a difference.
            var h = Math.Min(0.001 / (norm * norm), 0.02 * Math.Sqrt(gradient.Length) / norm);
            var slope = (4 * Slope(name, gradient, h / 2) - Slope(name, gradient, h)) / 3;
            var rounding = 3 * 4 * 2.5 / (1 << 24) / (2 * h * norm * norm);
            Assert.True(rounding < 0.01, $"{name}: the check says nothing, roundings alone are {rounding:P1} of the slope.");
            Assert.True(Math.Abs(slope / (norm * norm) - 1) < 1e-3 + rounding, $"{name}: slope {slope:G6}, squared length of the gradient {norm * norm:G6}.");
        }

        double Slope(string name, Tensor direction, double h) => (LossAt(name, direction, h) - LossAt(name, direction, -h)) / (2 * h);

        double LossAt(string name, Tensor direction, double h)
        {
            var moved = parameters[name].Clone();
            for (var i = 0; i < moved.Length; i++)
                moved.AsSpan()[i] += (float)(h * direction.Values[i]);
            var there = new SortedDictionary<string, Tensor>(parameters, StringComparer.Ordinal) { [name] = moved };
            return new InSilico(twin).Estimate(network, system.Recipe.Objective, there, batch, Laboratory(twin)).Loss;
        }
    }

    [Fact]
    public void Without_physics_and_within_the_range_the_network_is_linear()
    {
        var identity = new NoPhysics(FabricatedBench.Of(system, new(0, 0), 1).Twins[0].Ports);
        var parameters = Start();
        KeepFromTheEnds(parameters);
        var x = Digits().Test.ToBatch(system.Encode).X;
        var mean = new Tensor(1, Features);
        for (var i = 0; i < Features; i++)
            mean.AsSpan()[i] = (x.Row(0)[i] + x.Row(1)[i]) / 2;
        var (each, between) = (Logits(parameters, x, identity), Logits(parameters, mean, identity));
        for (var k = 0; k < 10; k++)
            Assert.Equal((each.Row(0)[k] + each.Row(1)[k]) / 2, between.Row(0)[k], 1e-5f);
        var light = Logits(parameters, x, FabricatedBench.Of(system, new(0, 0), 1).Twins[0]);
        Assert.NotEqual(each.Values.ToArray(), light.Values.ToArray());
    }

    [Fact]
    public void Training_on_the_device_learns_and_depends_on_seeds_only()
    {
        var losses = Train(seed: 1, device: 3, epochs: 12).Losses;
        Assert.True(losses[^1] < 0.5 * losses[0], $"The loss went from {losses[0]:F3} to {losses[^1]:F3}.");
        var first = Train(seed: 1, device: 3, epochs: 1).Trained;
        Assert.Equal(first, Train(seed: 1, device: 3, epochs: 1).Trained);
        Assert.NotEqual(first, Train(seed: 2, device: 3, epochs: 1).Trained);
        Assert.NotEqual(first, Train(seed: 1, device: 4, epochs: 1).Trained);
    }

    [Fact]
    public void Multiply_adds_are_those_of_the_layers()
    {
        var count = system.Count(Features);
        Assert.Equal(784 + Channels * Lines * (Features + 1 + 10), count.Digital);
        // Line i adds up the pairs of channels n and i + 25 - n that exist.
        var pairs = Enumerable.Range(0, Lines).Sum(i => Enumerable.Range(0, Lines).Count(n => i + 25 - n is >= 0 and < Lines));
        Assert.Equal(2 * Channels * (pairs + 2 * Lines), count.Physical);
    }

    [Fact]
    public void Images_of_odd_size_are_refused() =>
        Assert.Equal("Mean of 2x2 pixels: expected height and width that 2 divides, got 27x28.", Assert.Throws<ShapeException>(() => system.Encode(new Tensor(1, 27, 28))).Message);

    private static (float[] Trained, List<double> Losses) Train(long seed, long device, int epochs)
    {
        var bench = FabricatedBench.Of(system, new(1, 1), device);
        var (parameters, losses) = (Start(seed), new List<double>());
        Trainer.Train(
            system.Build(Features), system.Recipe.Objective, parameters, system.Examples(Digits(320).Train), new PhysicsAwareTraining(bench.Twins),
            Laboratory(bench.Devices[0], seed), system.Recipe.Plan(epochs, learningRate: 0.01), Noise.FromSeed(seed), record => losses.Add(record.Loss),
            TestContext.Current.CancellationToken);
        return ([.. parameters.Values.SelectMany(tensor => tensor.Values.ToArray())], losses);
    }

    // Smaller weights and programs between 1/4 and 3/4: no input or program comes near the ends of the range, where the clamp has kinks.
    // A larger read-out makes the loss depend on them none the less.
    private static void KeepFromTheEnds(SortedDictionary<string, Tensor> parameters)
    {
        foreach (var (name, values) in parameters)
        {
            foreach (ref var value in values.AsSpan())
                value = name == "encode/weight" ? value / 2 : name == "layer 2/scale" ? value / 2.5f : name == "read-out/weight" ? 10 * value : system.IsPhysical(name) ? 0.25f + value / 2 : value;
        }
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}

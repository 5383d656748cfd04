using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Data;
using Pat.Experiments.Images;

namespace Pat.Experiments.Tests.Images;

/// <summary>The networks of devices that are driven by time series: plate and circuit.</summary>
public sealed class SeriesImagesTests
{
    private const int Samples = 784, Features = 196, Classes = 10;

    [Theory]
    [InlineData("plate", 4, false, 196, 6_292)]
    [InlineData("circuit", 5, true, 0, 7_864)]
    public void The_chain_is_what_its_description_says(string name, int layers, bool skips, int firstRead, int parameterCount)
    {
        var system = ImageSystems.Named(name);
        var parameters = Start(system);
        Assert.Equal(parameterCount, parameters.Values.Sum(p => p.Length));
        foreach (var (key, value) in parameters.Where(p => p.Key.StartsWith("chain/", StringComparison.Ordinal)))
            Disturb(value, key);
        var x = Digits(system, 3).X;
        var identity = new NoPhysics(system.Fabricate(0, 0, 1).Twins[0].Ports);
        var logits = system.Build(Features).Forward(parameters, x, PhysicalSteps.Modelled(identity, Laboratory(identity)))[^1].Value;
        for (var row = 0; row < x.Rows; row++)
        {
            var expected = ByHand(parameters, x.Row(row), layers, skips, firstRead);
            for (var c = 0; c < Classes; c++)
                Assert.Equal(expected[c], logits.Row(row)[c], 1e-4 * Math.Max(1, Math.Abs(expected[c]))); // means of up to 78 squares in float32
        }
    }

    // At strength 0 without noise the device is the twin, so PAT's gradient is that of the loss: central differences along a random direction.
    [Theory]
    [InlineData("plate")]
    [InlineData("circuit")]
    public void Gradients_are_those_of_the_loss(string name)
    {
        var system = ImageSystems.Named(name);
        var bench = system.Fabricate(0, 0, 1);
        var (parameters, batch, network) = (Start(system), Digits(system, 16), system.Build(Features));
        double LossAt(IReadOnlyDictionary<string, Tensor> at)
        {
            using var inner = new TensorScope();
            return new InSilico(bench.Twins).Estimate(network, system.Recipe.Objective, at, batch, Laboratory(bench.Devices[0])).Loss;
        }

        using var scope = new TensorScope();
        var gradients = new PhysicsAwareTraining(bench.Twins).Estimate(network, system.Recipe.Objective, parameters, batch, Laboratory(bench.Devices[0])).Gradients;
        // Along the gradient itself, so that the slope stands out from the rounding of the loss.
        var norm = Math.Sqrt(gradients.Values.Sum(g => g.Values.ToArray().Sum(v => (double)v * v)));
        const double step = 2e-3;
        Dictionary<string, Tensor> Moved(double by) => parameters.ToDictionary(p => p.Key, p =>
        {
            var moved = p.Value.Clone();
            for (var i = 0; i < moved.Length; i++)
                moved.AsSpan()[i] += (float)(by * gradients[p.Key].Values[i] / norm);
            return moved;
        });
        Assert.Equal(1, (LossAt(Moved(step)) - LossAt(Moved(-step))) / (2 * step) / norm, 0.02); // the clamp of the drive has kinks
    }

    [Fact]
    public void Images_that_do_not_divide_the_series_are_refused()
    {
        var error = Assert.Throws<ShapeException>(() => ImageSystems.Named("plate").Build(225));
        Assert.Equal("Series network: expected images of a size that divides 784 samples, got 225 values.", error.Message);
        Assert.Throws<ShapeException>(() => ImageSystems.Named("plate").Encode(new Tensor(1, 27, 28)));
    }

    [Theory]
    [InlineData("plate")]
    [InlineData("circuit")]
    public void Devices_differ_by_seed_and_strength_zero_is_the_twin(string name)
    {
        var system = ImageSystems.Named(name);
        var (x, nothing) = (new Tensor(4, Samples), new Tensor(0));
        Noise.FromSeed(3).Uniforms(0, x);
        var shot = new Shot(Noise.FromSeed(1), Noise.FromSeed(2), 0, 0, 1e-3);
        float[] Output(IPhysicalSystem of) => of.Run(x, nothing, shot).Values.ToArray();
        var ideal = system.Fabricate(0, 0, 1);
        Assert.Equal(Output(ideal.Twins[0]), Output(ideal.Devices[0]));
        Assert.Equal(Output(system.Fabricate(1, 1, 1).Devices[0]), Output(system.Fabricate(1, 1, 1).Devices[0]));
        Assert.NotEqual(Output(system.Fabricate(1, 0, 1).Devices[0]), Output(system.Fabricate(1, 0, 2).Devices[0]));
    }

    private static double[] ByHand(SortedDictionary<string, Tensor> parameters, ReadOnlySpan<float> image, int layers, bool skips, int firstRead)
    {
        double Value(string name, int i) => parameters[name].Values[i];
        var (y, drive) = (new double[Samples], new double[Samples]);
        for (var t = 0; t < Samples; t++)
            y[t] = image[t % Features];
        for (var layer = 1; layer <= layers; layer++)
        {
            var before = (double[])drive.Clone();
            for (var t = 0; t < Samples; t++)
            {
                var from = layer == 1 ? t : Samples - 1 - t;
                var u = Value($"chain/scale {layer}", t) * y[from] + Value($"chain/offset {layer}", t);
                if (skips && layer > 1)
                    u += Value($"chain/skip {layer}", 0) * before[Samples - 1 - t];
                drive[t] = Math.Clamp(u, -1, 1);
            }
            y = (double[])drive.Clone();
        }
        var window = (Samples - firstRead) / Classes;
        return [.. Enumerable.Range(0, Classes).Select(c =>
        {
            var energy = y.Skip(firstRead + c * window).Take(window).Average(v => v * v);
            return 5 * ((skips ? 4 * Math.Sqrt(energy + 1e-6) : 10 * energy) * Value("read-out/scale", c) + Value("read-out/offset", c));
        })];
    }

    private static void Disturb(Tensor parameter, string key)
    {
        var change = new Tensor(parameter.Length);
        Noise.FromSeed(7).Split(key).Normals(0, change.AsSpan());
        for (var i = 0; i < parameter.Length; i++)
            parameter.AsSpan()[i] += 0.4f * change.Values[i];
    }

    private static SortedDictionary<string, Tensor> Start(IImageSystem system) => system.Build(Features).Start(Noise.FromSeed(1));

    private static Batch Digits(IImageSystem system, int count) => DrawnDigits.Draw(1, 10, 10, count).Test.ToBatch(system.Encode);

    private static Laboratory Laboratory(IPhysicalSystem apparatus) => new("device", apparatus, Noise.FromSeed(1), new(0, 0));
}

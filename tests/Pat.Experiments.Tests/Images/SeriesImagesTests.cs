using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Experiments.Images;

namespace Pat.Experiments.Tests.Images;

/// <summary>Plate and circuit in their image networks.</summary>
public sealed class SeriesImagesTests
{
    private const int Samples = 784, Features = 196;

    // At strength 0 without noise the device is the twin, so PAT's gradient is that of the loss: central differences along a random direction.
    [Theory]
    [InlineData("plate")]
    [InlineData("circuit")]
    public void Gradients_are_those_of_the_loss(string name)
    {
        var system = ImageSystems.Named(name);
        var bench = FabricatedBench.Of(system, new(0, 0), 1);
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
        var ideal = FabricatedBench.Of(system, new(0, 0), 1);
        Assert.Equal(Output(ideal.Twins[0]), Output(ideal.Devices[0]));
        Assert.Equal(Output(FabricatedBench.Of(system, new(1, 1), 1).Devices[0]), Output(FabricatedBench.Of(system, new(1, 1), 1).Devices[0]));
        Assert.NotEqual(Output(FabricatedBench.Of(system, new(1, 0), 1).Devices[0]), Output(FabricatedBench.Of(system, new(1, 0), 2).Devices[0]));
    }

    private static SortedDictionary<string, Tensor> Start(IImageSystem system) => system.Build(Features).Start(Noise.FromSeed(1));

    private static Batch Digits(IImageSystem system, int count) => DrawnDigits.Draw(1, 10, 10, count).Test.ToBatch(system.Encode);

    private static Laboratory Laboratory(IPhysicalSystem apparatus) => new("device", apparatus, Noise.FromSeed(1), new(0, 0));
}

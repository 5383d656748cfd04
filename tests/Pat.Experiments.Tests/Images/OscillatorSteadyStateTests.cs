using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Experiments.Images;

namespace Pat.Experiments.Tests.Images;

[Collection("Memory")]
public class OscillatorSteadyStateTests
{
    private const int WarmUpEpochs = 3, Epochs = 12;

    // Parameters of 38,000 numbers at each step would be 170,000 bytes.
    private const int AllowedPerStep = 64 * 1024;

    [Fact]
    public void Steps_with_large_parameters_collect_nothing_for_good() => Workers.OnOneThread(() =>
    {
        var system = new OscillatorImages();
        var (network, bench, noise) = (system.Build(features: 196), FabricatedBench.Of(system, new(1, 1), 1), Noise.FromSeed(1));
        var laboratories = new Laboratories([.. bench.Devices.Select(device => new Laboratory(device.Name, device, noise, bench.Timing))]);
        var (collections, pooled, allocated) = (0, 0L, 0L);
        var train = DrawnDigits.Draw(seed: 1, train: 320, validation: 10, test: 10).Train;
        var plan = system.Recipe.Plan(Epochs, system.Recipe.LearningRate);
        Trainer.Train(
            network, system.Recipe.Objective, network.Start(noise), system.Examples(train), new PhysicsAwareTraining(bench.Twins), laboratories,
            plan, noise, record =>
            {
                if (record.Epoch == WarmUpEpochs)
                    (pooled, allocated, collections) = (TensorScope.PooledBytes, GC.GetAllocatedBytesForCurrentThread(), GC.CollectionCount(2));
                Assert.True(record.Epoch < WarmUpEpochs || GC.CollectionCount(2) == collections, $"Epoch {record.Epoch} caused a gen-2 collection.");
            },
            TestContext.Current.CancellationToken);
        var steps = (Epochs - WarmUpEpochs) * (train.Count / plan.BatchSize);
        Assert.Equal(90, steps);
        Assert.Equal(pooled, TensorScope.PooledBytes);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - allocated) / steps, 0, AllowedPerStep);
    });
}

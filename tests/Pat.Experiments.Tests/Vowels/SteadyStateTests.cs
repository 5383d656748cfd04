using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Data;
using Pat.Experiments.Vowels;

namespace Pat.Experiments.Tests.Vowels;

/// <summary>Alone in the process: other tests would collect garbage too.</summary>
[CollectionDefinition("Memory", DisableParallelization = true)]
public sealed class MemoryTests;

[Collection("Memory")]
public class SteadyStateTests
{
    private const int WarmUpEpochs = 3, Epochs = 20, StepsPerEpoch = 6; // 175 rows in batches of 30

    // One tensor of [30, 50] that stays after each step would be six times as much.
    private const int AllowedGrowth = 100 * 1024;

    [Fact]
    public void Physics_aware_training_collects_nothing_for_good_and_does_not_grow() => Workers.OnOneThread(() =>
    {
        var setup = new VowelSetup(new VowelOptions(), SyntheticVowels.Draw(seed: 1), seed: 1, deviceSeed: 1);
        var (collections, pooled, managed, steps) = (0, 0L, 0L, 0);
        Trainer.Train(
            setup.Network, VowelRecipe.Objective, setup.Parameters, setup.Data.Train, new PhysicsAwareTraining(setup.Twin), setup.Laboratory,
            VowelRecipe.Plan(Epochs, learningRate: 0.01), setup.Noise.Root, record =>
            {
                if (record.Epoch == WarmUpEpochs)
                    (managed, pooled, collections) = (GC.GetTotalMemory(forceFullCollection: true), TensorScope.PooledBytes, GC.CollectionCount(2));
                else if (record.Epoch > WarmUpEpochs)
                    steps += StepsPerEpoch;
                Assert.True(record.Epoch < WarmUpEpochs || GC.CollectionCount(2) == collections, $"Epoch {record.Epoch} caused a gen-2 collection.");
            });
        Assert.Equal(102, steps);
        Assert.Equal(pooled, TensorScope.PooledBytes);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - managed, long.MinValue, AllowedGrowth);
    });
}

using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Core.Training.Optimisers;
using Pat.Experiments.Data;
using Pat.Experiments.Vowels;

namespace Pat.Benchmarks;

/// <summary>One step of physics-aware training of the vowel network: five layers on the device, backward on the twin, Adam.</summary>
internal sealed class VowelStep : IDisposable
{
    private const double LearningRate = 1e-4; // small: every step is on the same rows

    private readonly VowelSetup setup = new(new VowelOptions(), SyntheticVowels.Draw(seed: 1), seed: 1, deviceSeed: 1);
    private readonly PhysicsAwareTraining estimator;
    private readonly Adam adam = new();
    private readonly Batch batch;
    private readonly TensorScope scope = new();

    public VowelStep()
    {
        var train = setup.Data.Train;
        estimator = new(setup.Twin);
        VowelNetwork.Calibrate(setup.Network, setup.Parameters, train.X, PhysicalSteps.Measured(setup.Laboratory, Purpose.Calibrate));
        var x = new Tensor(VowelRecipe.BatchSize, train.X.RowLength);
        var labels = new int[VowelRecipe.BatchSize];
        for (var i = 0; i < labels.Length; i++)
        {
            var row = i * train.Labels.Length / labels.Length;
            train.X.Row(row).CopyTo(x.Row(i));
            labels[i] = train.Labels[row];
        }
        batch = new(x, labels);
    }

    public void Run()
    {
        var estimate = estimator.Estimate(setup.Network, VowelRecipe.Objective, setup.Parameters, batch, setup.Laboratory);
        adam.Step(setup.Parameters, estimate.Gradients, LearningRate);
        scope.Reset();
    }

    public void Dispose() => scope.Dispose();
}

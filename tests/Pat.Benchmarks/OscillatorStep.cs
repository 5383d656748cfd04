using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Core.Training.Optimisers;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Experiments.Images;

namespace Pat.Benchmarks;

/// <summary>One training step of the network of 196 and 206 coupled oscillators: a batch with its augmentation, gradients, their norms, Adam.</summary>
internal sealed class OscillatorStep : IDisposable
{
    private static readonly OscillatorImages system = new();

    private readonly Network network = system.Build(features: 196);
    private readonly IExamples examples = system.Examples(DrawnDigits.Draw(seed: 1, train: 640, validation: 10, test: 10).Train);
    private readonly int[] chosen = new int[system.Recipe.BatchSize];
    private readonly SortedDictionary<string, Tensor> parameters;
    private readonly Laboratories laboratories;
    private readonly Ideal estimator = new();
    private readonly Adam adam = new();
    private readonly GradientNorms norms = new();
    private readonly Noise noise = Noise.FromSeed(1);
    private readonly TensorScope scope = new();
    private int step;

    public OscillatorStep()
    {
        var bench = FabricatedBench.Of(system, new(0, 0), 1);
        laboratories = new([.. bench.Devices.Select(device => new Laboratory(device.Name, device, noise, bench.Timing))]);
        parameters = network.Start(noise);
    }

    public void Run()
    {
        for (var i = 0; i < chosen.Length; i++)
            chosen[i] = (step * chosen.Length + i) % examples.Count;
        var batch = examples.Pick(chosen, noise, (long)step * chosen.Length);
        var estimate = estimator.Estimate(network, system.Recipe.Objective, parameters, batch, laboratories);
        norms.Record(step++, estimate.Gradients);
        adam.Step(parameters, estimate.Gradients, system.Recipe.LearningRate);
        scope.Reset();
    }

    public void Dispose() => scope.Dispose();
}

using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Core.Training.Optimisers;
using Pat.Experiments.Classification;
using Pat.Experiments.Images;
using Pat.Systems.Mechanics.OscillatingPlate;

namespace Pat.Benchmarks.Claims;

/// <summary>
/// A step of physics-aware training of the plate's image network (four layers, batch 128, converters, filters, jitter and noise, with Adam, on one thread)
/// against its physics alone: four runs of the fabricated plate and four vector-Jacobian products of its twin. As 1 over the ratio that is claimed.
/// </summary>
internal sealed class PlateStepOverPhysics(double required) : IClaim
{
    private const int Batch = 128, Features = 196, Layers = 4, Device = 4;

    // Steps until the runtime has compiled them for good: on a busy machine that takes longer than the usual warm-up, and a training has thousands.
    private const int WarmUp = 100;

    public string Name => "plate network, its physics over a PAT step (batch 128)";

    public double? Required => required;

    public Measurement Measure()
    {
        var timing = default(Timing);
        Workers.OnOneThread(() => timing = MeasureOnOneThread());
        return new(timing.BaselineOverSubject, $"{timing.Subject * 1e3:F2} ms a step, its physics alone {timing.Baseline * 1e3:F2} ms");
    }

    private static Timing MeasureOnOneThread()
    {
        var system = new PlateImages();
        var (bench, noise) = (FabricatedBench.Of(system, new(1, 1), Device), Noise.FromSeed(1));
        var (network, laboratory) = (system.Build(Features), new Laboratory("plate", bench.Devices[0], noise, bench.Timing));
        var (parameters, estimator, adam) = (network.Start(noise), new PhysicsAwareTraining(bench.Twins), new Adam());
        var batch = new Batch(new Tensor(Batch, Features), [.. Enumerable.Range(0, Batch).Select(row => row % 10)]);
        noise.Uniforms(0, batch.X);

        var plate = OscillatingPlate.Fabricate(new(), new(), Device);
        var (drive, dy, nothing) = (new Tensor(Batch, plate.Ports.Input.Size), new Tensor(Batch, plate.Ports.Output.Size), new Tensor(0));
        noise.Uniforms(0, drive);
        noise.Normals(0, dy);
        using var scope = new TensorScope();
        for (var i = 0; i < WarmUp; i++)
            Step();
        return Interleaved.MeasureOnThisThread(
            Step,
            () =>
            {
                for (var layer = 0; layer < Layers; layer++)
                {
                    plate.Run(drive, nothing, default);
                    bench.Twins[0].Linearize(drive, nothing, default).Pullback(dy);
                }
                scope.Reset();
            });

        void Step()
        {
            var estimate = estimator.Estimate(network, system.Recipe.Objective, parameters, batch, laboratory);
            adam.Step(parameters, estimate.Gradients, 1e-5); // small: every step is on the same rows
            scope.Reset();
        }
    }
}

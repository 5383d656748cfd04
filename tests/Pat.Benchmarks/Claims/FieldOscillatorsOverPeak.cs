using Pat.Benchmarks.Dynamics;
using Pat.Core.Dynamics;
using Pat.Core.Dynamics.Fields;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Benchmarks.Claims;

/// <summary>
/// The same as <see cref="OscillatorsOverPeak"/> with the coupled oscillators written as equations of fields: 5 steps of Runge-Kutta 4, gradients of
/// initial angles, couplings and drives. The same multiply-adds are counted.
/// </summary>
internal sealed class FieldOscillatorsOverPeak(int oscillators, int batch, double? required = null) : IClaim
{
    private const int Steps = 5;

    public string Name => $"{oscillators} oscillators as fields, batch {batch}, with gradients over FMA peak";

    public double? Required => required;

    public Measurement Measure()
    {
        var simulator = FieldSimulator.Compile(
            new FieldBenchOscillators(oscillators), new RungeKutta4(), new() { TimeStep = 0.1, Steps = Steps, OutputSteps = [Steps] });
        var (drive, initial, dy) = (new Tensor(batch, 0), new Tensor(batch, 2 * oscillators), new Tensor(batch, oscillators));
        var theta = new Tensor(simulator.Quantities.ThetaLength);
        for (var row = 0; row < batch; row++)
            Noise.FromSeed(1).Uniforms(row, initial.Row(row)[..oscillators]);
        Noise.FromSeed(2).Normals(0, dy);
        Noise.FromSeed(3).Uniforms(0, theta.AsSpan());
        foreach (ref var value in theta.AsSpan())
            value = (2 * value - 1) / MathF.Sqrt(oscillators);
        using var scope = new TensorScope();
        void Gradient()
        {
            simulator.Linearize(drive, initial, theta).Pullback(dy);
            scope.Reset();
        }

        var timing = default(Timing);
        Workers.OnOneThread(() => timing = Interleaved.MeasureOnThisThread(Gradient, FmaPeak.Run));
        var operations = 3.0 * (4 * Steps - 2) * 2 * batch * oscillators * oscillators;
        var ratio = timing.BaselineOverSubject * operations / FmaPeak.Operations;
        return new(ratio, $"{timing.Subject * 1e3:F3} ms, {operations / timing.Subject / 1e9:F0} of {FmaPeak.Operations / timing.Baseline / 1e9:F0} GFLOP/s");
    }
}

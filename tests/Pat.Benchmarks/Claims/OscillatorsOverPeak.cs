using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Mechanics.CoupledOscillators;

namespace Pat.Benchmarks.Claims;

/// <summary>
/// How much of one thread's peak the coupled oscillators reach with output and gradients together, counting the multiply-adds of the
/// matrix products that the mathematics needs and nothing else: 4 · Steps − 2 each for the angles, their gradient and that of the couplings.
/// </summary>
internal sealed class OscillatorsOverPeak(int oscillators, int batch, double? required = null) : IClaim
{
    public string Name => $"{oscillators} oscillators, batch {batch}, with gradients over FMA peak";

    public double? Required => required;

    public Measurement Measure()
    {
        var description = new CoupledOscillatorsDescription(oscillators);
        var twin = new CoupledOscillators(description);
        var (x, dy) = (new Tensor(batch, oscillators), new Tensor(batch, oscillators));
        var theta = new Tensor(twin.Ports.ParameterCount);
        Noise.FromSeed(1).Uniforms(0, x);
        Noise.FromSeed(2).Normals(0, dy);
        Noise.FromSeed(3).Uniforms(0, theta.AsSpan());
        foreach (ref var value in theta.AsSpan())
            value = (2 * value - 1) / MathF.Sqrt(oscillators);
        var shot = new Shot(Noise.FromSeed(4), Noise.FromSeed(5), 0, 0, 0);
        void Gradient()
        {
            using var scope = new TensorScope();
            twin.Linearize(x, theta, shot).Pullback(dy);
        }

        var timing = default(Timing);
        Workers.OnOneThread(() => timing = Interleaved.MeasureOnThisThread(Gradient, FmaPeak.Run));
        var operations = 3.0 * (4 * description.Steps - 2) * 2 * batch * oscillators * oscillators;
        var ratio = timing.BaselineOverSubject * operations / FmaPeak.Operations;
        return new(ratio, $"{timing.Subject * 1e3:F3} ms, {operations / timing.Subject / 1e9:F0} of {FmaPeak.Operations / timing.Baseline / 1e9:F0} GFLOP/s");
    }
}

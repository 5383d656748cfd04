using Pat.Benchmarks.Dynamics;
using Pat.Core.Dynamics;
using Pat.Core.Dynamics.Fields;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Benchmarks.Claims;

/// <summary>
/// The time per mode of a plate of 128 modes against one of 16, both with the loop over the modes kept as a loop: 400 steps of Runge-Kutta 4,
/// batch 128, one thread, a checkpoint every 10 steps. It is 1 where time grows with the modes and nothing else.
/// </summary>
internal sealed class RolledModesOverFew(bool gradient, double? required = null) : IClaim
{
    private const int Rows = 128, Steps = 400, Few = 16, Many = 128;

    public string Name => $"plate of {Many} modes, rolled, per mode over {Few} modes, {(gradient ? "with gradients" : "forward")}";

    public double? Required => required;

    public Measurement Measure()
    {
        using var scope = new TensorScope();
        var (few, many) = (CallOf(Few, scope), CallOf(Many, scope));
        var timing = default(Timing);
        Workers.OnOneThread(() => timing = Interleaved.MeasureOnThisThread(many, few));
        return new(timing.BaselineOverSubject * Many / Few, $"{timing.Subject * 1e3:F2} ms, {Few} modes {timing.Baseline * 1e3:F3} ms");
    }

    private Action CallOf(int modes, TensorScope scope)
    {
        var simulator = FieldSimulator.Compile(new FieldBenchPlate(modes), new RungeKutta4(), new() { TimeStep = 0.05, Steps = Steps, CheckpointEvery = 10 });
        var (drive, initial, theta, dy) = (new Tensor(Rows, Steps), new Tensor(Rows, 2 * modes), new Tensor(2 * modes), new Tensor(Rows, Steps));
        Noise.FromSeed(1).Normals(0, drive);
        Noise.FromSeed(2).Normals(0, initial);
        Noise.FromSeed(3).Normals(0, dy);
        foreach (ref var value in initial.AsSpan())
            value *= 0.3f / MathF.Sqrt(modes);
        for (var m = 0; m < modes; m++)
            (theta.AsSpan()[m], theta.AsSpan()[modes + m]) = (0.4f + 1.9f * m / modes, 0.01f + 0.03f * m / modes);
        return () =>
        {
            if (gradient)
                simulator.Linearize(drive, initial, theta).Pullback(dy);
            else
                simulator.Run(drive, initial, theta);
            scope.Reset();
        };
    }
}

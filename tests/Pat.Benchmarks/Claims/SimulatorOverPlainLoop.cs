using Pat.Benchmarks.Dynamics;
using Pat.Core.Dynamics;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Benchmarks.Claims;

/// <summary>The circuit of 3 states, 500 steps of Runge-Kutta 4, batch 256, forward, on one thread: the simulator over a plain loop in C#.</summary>
internal sealed class SimulatorOverPlainLoop(Evaluator evaluator, double? required = null) : IClaim
{
    private const int Rows = 256, Steps = 500;

    public string Name => $"simulator ({evaluator}) over a plain loop, circuit";

    public double? Required => required;

    public Measurement Measure()
    {
        var simulator = Simulator.Compile(new BenchCircuit(), new RungeKutta4(), new() { TimeStep = 0.05, Steps = Steps, Evaluator = evaluator });
        var (drive, initial, theta, y) = (new Tensor(Rows, Steps), new Tensor(Rows, 3), new Tensor(BenchCircuit.Theta, 6), new Tensor(Rows, Steps));
        for (var row = 0; row < Rows; row++)
            Noise.FromSeed(1).Uniforms(row, drive.Row(row));
        using var scope = new TensorScope();
        Plain(drive, y);
        var difference = Difference(simulator.Run(drive, initial, theta), y);
        if (difference > 1e-5)
            return new(0, $"the results differ by {difference:G3}", Invalid: true);
        var timing = default(Timing);
        Workers.OnOneThread(() => timing = Interleaved.MeasureOnThisThread(
            () =>
            {
                simulator.Run(drive, initial, theta);
                scope.Reset();
            },
            () => Plain(drive, y)));
        return new(timing.BaselineOverSubject, $"{timing.Subject * 1e3:F3} ms, a plain loop {timing.Baseline * 1e3:F3} ms");
    }

    private static void Plain(Tensor drive, Tensor y) => PlainCircuit.Run(drive.Values, y.AsSpan(), Rows, Steps, 0.05f, BenchCircuit.Theta);

    private static double Difference(Tensor a, Tensor b)
    {
        var largest = 0.0;
        for (var i = 0; i < a.Length; i++)
            largest = Math.Max(largest, Math.Abs((double)a.Values[i] - b.Values[i]));
        return largest;
    }
}

using System.Runtime.Intrinsics;
using Pat.Benchmarks.Dynamics;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Benchmarks.Claims;

/// <summary>
/// Generated code over the same simulation and adjoint written by hand, on one thread; both move the rows of [batch, time] into lanes and back.
/// </summary>
internal sealed class SimulatorOverHandWritten(IHandWritten problem, bool gradient, double? required = null) : IClaim
{
    public string Name => $"simulator over hand-written vectors, {problem.Name}, {(gradient ? "forward and backward" : "forward")}";

    public double? Required => required;

    public Measurement Measure()
    {
        if (!Vector512.IsHardwareAccelerated)
            return Measurement.Skipped("the hand-written version needs 512-bit vectors");
        var (simulator, steps) = (problem.Simulator, problem.Simulator.DriveLength);
        Tensor Rows(int seed) => Drawn(seed, problem.Rows, steps);
        Tensor Like() => new(problem.Rows, steps);
        var (drive, dy, initial) = (Rows(1), Rows(2), new Tensor(problem.Rows, simulator.Quantities.States.Count));
        var (y, dDrive, dTheta) = (Like(), Like(), new Tensor(problem.Theta.Length));
        using var scope = new TensorScope();
        problem.Gradient(drive, dy, y, dDrive, dTheta);
        var (expected, pullback) = simulator.Linearize(drive, initial, problem.Theta);
        var expectedGradients = pullback(dy);
        var difference = Math.Max(Difference(expected, y), Math.Max(Difference(expectedGradients.DDrive, dDrive), Difference(expectedGradients.DTheta, dTheta)));
        if (!(difference < 1e-4))
            return new(0, $"the results differ by {difference:G3} of their size", Invalid: true);
        var timing = default(Timing);
        Workers.OnOneThread(() => timing = Interleaved.MeasureOnThisThread(
            () =>
            {
                if (gradient)
                    simulator.Linearize(drive, initial, problem.Theta).Pullback(dy);
                else
                    simulator.Run(drive, initial, problem.Theta);
                scope.Reset();
            },
            () =>
            {
                if (gradient)
                    problem.Gradient(drive, dy, y, dDrive, dTheta);
                else
                    problem.Run(drive, y);
            }));
        return new(timing.BaselineOverSubject, $"{timing.Subject * 1e3:F3} ms, by hand {timing.Baseline * 1e3:F3} ms");
    }

    private static Tensor Drawn(int seed, int rows, int columns)
    {
        var drawn = new Tensor(rows, columns);
        for (var row = 0; row < rows; row++)
            Noise.FromSeed(seed).Uniforms(row, drawn.Row(row));
        foreach (ref var value in drawn.AsSpan())
            value = 2 * value - 1;
        return drawn;
    }

    // Relative root mean square.
    private static double Difference(Tensor a, Tensor b)
    {
        var (squares, size) = (0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            var d = (double)a.Values[i] - b.Values[i];
            (squares, size) = (squares + d * d, size + (double)a.Values[i] * a.Values[i]);
        }
        return Math.Sqrt(squares / size);
    }
}

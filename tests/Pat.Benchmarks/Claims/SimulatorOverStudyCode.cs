using System.Runtime.InteropServices;
using Pat.Benchmarks.Dynamics;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Benchmarks.Claims;

/// <summary>
/// Generated code over the feasibility study's hand-written C (gcc, fast mathematics), on one thread: forward, or the gradient of the drive with the
/// forward run that it needs. The study's arrays are [time][row]; here the moves from [batch, time] rows into lanes and back are part of the time.
/// </summary>
internal sealed unsafe class SimulatorOverStudyCode(StudyProblem problem, bool gradient, double? required = null) : IClaim
{
    private const int Rows = StudyProblem.Rows, Steps = StudyProblem.Steps;

    public string Name => $"simulator over the study's C, {problem.Name}, {(gradient ? "forward and backward" : "forward")}";

    public double? Required => required;

    public Measurement Measure()
    {
        if (StudyCode.Library is (0, var reason))
            return Measurement.Skipped(reason);
        var simulator = problem.Simulator;
        var (drive, dy, initial, theta) = (Drawn(1, problem.Drive), Drawn(2, 1), new Tensor(Rows, simulator.Quantities.States.Count), new Tensor(0));
        var memory = (float*)NativeMemory.AlignedAlloc(4 * Rows * Steps * sizeof(float), 64);
        var parameters = (float*)NativeMemory.AlignedAlloc(4096, 64);
        try
        {
            problem.Parameters.CopyTo(new Span<float>(parameters, problem.Parameters.Length));
            float* u = memory, g = u + Rows * Steps, y = g + Rows * Steps, du = y + Rows * Steps;
            Transpose(drive, u);
            Transpose(dy, g);
            void Study()
            {
                if (gradient)
                    StudyCode.Gradient(problem.Functions, parameters, Steps, Rows, StudyProblem.Substeps, u, g, du);
                else
                    StudyCode.Run(problem.Functions, parameters, Steps, Rows, StudyProblem.Substeps, u, y);
            }
            using var scope = new TensorScope();
            Study();
            var difference = gradient
                ? Difference(simulator.Linearize(drive, initial, theta).Pullback(dy).DDrive, du)
                : Difference(simulator.Run(drive, initial, theta), y);
            if (!(difference < 1e-3)) // fast mathematics in 1568 nonlinear steps
                return new(0, $"the results differ by {difference:G3} of their size", Invalid: true);
            var timing = default(Timing);
            Workers.OnOneThread(() => timing = Interleaved.MeasureOnThisThread(
                () =>
                {
                    if (gradient)
                        simulator.Linearize(drive, initial, theta).Pullback(dy);
                    else
                        simulator.Run(drive, initial, theta);
                    scope.Reset();
                },
                Study));
            return new(timing.BaselineOverSubject, $"{timing.Subject * 1e3:F3} ms, C {timing.Baseline * 1e3:F3} ms; {difference:G1} apart");
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
            NativeMemory.AlignedFree(parameters);
        }
    }

    private static Tensor Drawn(int seed, float largest)
    {
        var drawn = new Tensor(Rows, Steps);
        for (var row = 0; row < Rows; row++)
            Noise.FromSeed(seed).Uniforms(row, drawn.Row(row));
        foreach (ref var value in drawn.AsSpan())
            value = largest * (2 * value - 1);
        return drawn;
    }

    private static void Transpose(Tensor rows, float* to)
    {
        for (var row = 0; row < Rows; row++)
        {
            for (var t = 0; t < Steps; t++)
                to[t * Rows + row] = rows.Row(row)[t];
        }
    }

    private static double Difference(Tensor expected, float* got)
    {
        var (squares, size) = (0.0, 0.0);
        for (var row = 0; row < Rows; row++)
        {
            for (var t = 0; t < Steps; t++)
            {
                double value = expected.Row(row)[t], d = value - got[t * Rows + row];
                (squares, size) = (squares + d * d, size + value * value);
            }
        }
        return Math.Sqrt(squares / size);
    }
}

using Pat.Benchmarks.Dynamics;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Benchmarks.Claims;

/// <summary>
/// The simulator against the same equations in eager PyTorch, each on one thread and in processor time. The script is peers/dynamics.py; for one
/// check row both must end alike.
/// </summary>
/// <remarks>The two run one after the other, ours before and after, as in <see cref="VowelStepOverPyTorch"/>.</remarks>
/// <param name="problem">The problem, with its simulator.</param>
/// <param name="script">Its name in the script.</param>
/// <param name="gradient">Whether gradients of drive and parameters are computed too.</param>
internal sealed class SimulatorOverPyTorch(IHandWritten problem, string script, bool gradient) : IClaim
{
    private const int Slices = 21, RunsPerSlice = 5;

    public string Name => $"simulator over eager PyTorch, {problem.Name}, {(gradient ? "forward and backward" : "forward")}";

    public double? Required => null;

    public Measurement Measure()
    {
        var measurement = default(Measurement);
        Workers.OnOneThread(() => measurement = MeasureOnOneThread());
        return measurement;
    }

    private Measurement MeasureOnOneThread()
    {
        var simulator = problem.Simulator;
        var (drive, dy) = (new Tensor(problem.Rows, simulator.DriveLength), new Tensor(problem.Rows, simulator.OutputLength));
        Noise.FromSeed(1).Normals(0, drive);
        Noise.FromSeed(2).Normals(0, dy);
        using var scope = new TensorScope();
        var before = Milliseconds(drive, dy, scope);
        var peer = PythonWithTorch.Run("dynamics.py", out var reason, script, gradient ? "gradient" : "forward");
        var own = (before + Milliseconds(drive, dy, scope)) / 2;
        if (peer is not { } answer)
            return Measurement.Skipped($"{reason}; {own:F2} ms");
        var difference = Math.Abs(CheckRow() - answer.GetProperty("check").GetDouble());
        if (!(difference < 1e-4))
            return new(0, $"the check rows end {difference:G3} apart", Invalid: true);
        var theirs = answer.GetProperty("milliseconds").GetDouble();
        return new(theirs / own, $"{own:F2} ms against {theirs:F0} ms with torch {answer.GetProperty("torch").GetString()}");
    }

    private double Milliseconds(Tensor drive, Tensor dy, TensorScope scope) => Clock.MedianMilliseconds(
        () =>
        {
            var initial = new Tensor(problem.Rows, problem.Simulator.Quantities.States.Count);
            if (gradient)
                problem.Simulator.Linearize(drive, initial, problem.Theta).Pullback(dy);
            else
                problem.Simulator.Run(drive, initial, problem.Theta);
            scope.Reset();
        },
        Slices, RunsPerSlice);

    private double CheckRow()
    {
        var drive = new Tensor(1, problem.Simulator.DriveLength);
        for (var step = 0; step < drive.Length; step++)
            drive.AsSpan()[step] = (float)(Math.Sin(0.1 * step) / 2);
        return problem.Simulator.Run(drive, new Tensor(1, problem.Simulator.Quantities.States.Count), problem.Theta).Values[^1];
    }
}

using Pat.Core.Tensors;

namespace Pat.Benchmarks.Claims;

/// <summary>
/// A step of physics-aware training of the vowel network (five layers, batch 30, with Adam, on one thread) against the same step in eager
/// PyTorch, where a Python with torch is found. In itself it may take 6 ms on the reference machine.
/// </summary>
/// <remarks>Both in processor time of the whole process, which a busy machine hardly changes: ours, then PyTorch, then ours again.</remarks>
internal sealed class VowelStepOverPyTorch(double required) : IClaim
{
    private const int Slices = 41, StepsPerSlice = 10;

    public string Name => "vowel training step (PAT, batch 30) over eager PyTorch";

    public double? Required => required;

    public Measurement Measure()
    {
        var measurement = default(Measurement);
        Workers.OnOneThread(() => measurement = MeasureOnOneThread());
        return measurement;
    }

    private static Measurement MeasureOnOneThread()
    {
        using var step = new VowelStep();
        return PythonWithTorch.Compare(() => Clock.MedianMilliseconds(step.Run, Slices, StepsPerSlice), "second_harmonic.py", " (at most 6 on the reference machine)");
    }
}

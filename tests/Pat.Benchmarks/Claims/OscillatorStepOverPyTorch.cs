using Pat.Core.Tensors;

namespace Pat.Benchmarks.Claims;

/// <summary>
/// A training step of the image network of coupled oscillators against the same mathematics in eager PyTorch, each on one thread and in
/// processor time; ours makes and augments its batch, theirs has one. The script is peers/coupled_oscillators.py.
/// </summary>
/// <remarks>The two run one after the other, ours before and after, as in <see cref="VowelStepOverPyTorch"/>.</remarks>
internal sealed class OscillatorStepOverPyTorch(double? required = null) : IClaim
{
    private const int Slices = 41, StepsPerSlice = 10;

    public string Name => "oscillator training step (196 + 206, batch 32) over eager PyTorch";

    public double? Required => required;

    public Measurement Measure()
    {
        var measurement = default(Measurement);
        Workers.OnOneThread(() => measurement = MeasureOnOneThread());
        return measurement;
    }

    private static Measurement MeasureOnOneThread()
    {
        using var step = new OscillatorStep();
        return PythonWithTorch.Compare(() => Clock.MedianMilliseconds(step.Run, Slices, StepsPerSlice), "coupled_oscillators.py");
    }
}

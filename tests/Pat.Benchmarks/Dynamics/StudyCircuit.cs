using Pat.Core.Dynamics;

namespace Pat.Benchmarks.Dynamics;

/// <summary>The transistor circuit of the feasibility study, nominal: microseconds, volts, milliamperes.</summary>
internal sealed class StudyCircuit : IEquationsOfMotion
{
    public const double Resistance = 0.05, PerInductance = 1.0 / 3, PerCapacitance = 1.0 / 3, Leak = 0.05, Gain = 2, Threshold = 0.5, Smoothing = 0.1;

    public Quantities Quantities { get; } = new("Study circuit", ["current", "voltage"], ["source"], [], ["voltage"]);

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
    {
        T i = state[0], v = state[1], above = v - Threshold;
        var open = 0.5 * (above + T.Sqrt(above * above + Smoothing * Smoothing));
        rate[0] = PerInductance * (drive[0] - Resistance * i - v);
        rate[1] = PerCapacitance * (i - Leak * v - 0.5 * Gain * open * open);
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> => output[0] = state[1];
}

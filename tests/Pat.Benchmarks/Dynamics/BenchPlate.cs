using Pat.Core.Dynamics;

namespace Pat.Benchmarks.Dynamics;

/// <summary>16 modes of a plate that harden each other through the sum of their squares; θ holds frequencies, then dampings.</summary>
internal sealed class BenchPlate : IEquationsOfMotion
{
    public const int Modes = 16;
    public const double Hardening = 0.8;

    public static readonly float[] Theta = [.. Enumerable.Range(0, 2 * Modes).Select(m => m < Modes ? 0.4f + 0.12f * m : 0.01f + 0.002f * (m - Modes))];

    public Quantities Quantities { get; } = new("Plate",
        [.. Quantities.Numbered("q", Modes), .. Quantities.Numbered("v", Modes)], ["coil"],
        [.. Quantities.Numbered("frequency", Modes), .. Quantities.Numbered("damping", Modes)], ["microphone"]);

    public static double Coil(int mode) => Math.Sin(0.7 * (mode + 1));

    public static double Microphone(int mode) => Math.Cos(0.4 * (mode + 1));

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
    {
        T squares = 0.0;
        for (var m = 0; m < Modes; m++)
            squares += T.Square(state[m]);
        for (var m = 0; m < Modes; m++)
        {
            T q = state[m], v = state[Modes + m], frequency = theta[m], damping = theta[Modes + m];
            rate[m] = v;
            rate[Modes + m] = Coil(m) * drive[0] - 2.0 * damping * frequency * v - (T.Square(frequency) + Hardening * squares) * q;
        }
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T>
    {
        T sum = 0.0;
        for (var m = 0; m < Modes; m++)
            sum += Microphone(m) * state[m];
        output[0] = sum;
    }
}

using Pat.Core.Dynamics.Fields;
using static Pat.Core.Dynamics.Fields.FieldQuantity;

namespace Pat.Benchmarks.Dynamics;

/// <summary>Modes of a plate, driven by a coil, that harden each other through the sum of their squares, read by a microphone.</summary>
internal sealed class FieldBenchPlate(int modes) : IFieldEquations
{
    private readonly double[] coil = [.. Enumerable.Range(1, modes).Select(m => Math.Sin(0.7 * m))];
    private readonly double[] microphone = [.. Enumerable.Range(1, modes).Select(m => Math.Cos(0.4 * m))];

    public FieldQuantities Quantities { get; } = new("Plate", modes)
    {
        States = ["q", "v"],
        Drives = [Number("coil")],
        Parameters = [Field("frequency"), Field("damping")],
        Outputs = [Number("microphone")],
    };

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IField<T>
    {
        T q = state[0], v = state[1], frequency = theta[0], damping = theta[1];
        rate[0] = v;
        rate[1] = T.PerIndex(coil) * drive[0] - 2.0 * damping * frequency * v - (T.Square(frequency) + 0.8 * T.Sum(T.Square(q))) * q;
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IField<T> =>
        output[0] = T.Sum(T.PerIndex(microphone) * state[0]);
}

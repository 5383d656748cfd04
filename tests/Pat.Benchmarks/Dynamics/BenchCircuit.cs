using Pat.Core.Dynamics;

namespace Pat.Benchmarks.Dynamics;

/// <summary>A driven RLC circuit with a saturating conductance that has a memory: 3 states, one tanh in each evaluation.</summary>
internal sealed class BenchCircuit : IEquationsOfMotion
{
    public static readonly float[] Theta = [0.5f, 1, 1, 1.2f, 1.5f, 3];

    public Quantities Quantities { get; } = new("Circuit", ["current", "voltage", "heat"], ["source"],
        ["resistance", "inductance", "capacitance", "saturation", "gain", "memory"], ["voltage"]);

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
    {
        T i = state[0], v = state[1], z = state[2];
        var branch = theta[3] * T.Tanh(theta[4] * (v - 0.5 * z));
        rate[0] = (drive[0] - theta[0] * i - v) / theta[1];
        rate[1] = (i - branch) / theta[2];
        rate[2] = (branch * v - z) / theta[5];
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> => output[0] = state[1];
}

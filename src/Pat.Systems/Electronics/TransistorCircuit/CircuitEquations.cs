using Pat.Core.Dynamics;

namespace Pat.Systems.Electronics.TransistorCircuit;

/// <summary>
/// L(i) di/dt = V0 u − R i − v,  C dv/dt = i − v / Rp − I(v),  y = G v, in microseconds, volts and milliamperes.
/// </summary>
/// <remarks>
/// <para>Transistor: its gate is tied to its drain, so it is always saturated, with the current I = K/2 s(v − Vth)² (1 + λ v): H. Shichman,
/// D. A. Hodges, IEEE J. Solid-State Circuits 3, 285 (1968), doi 10.1109/JSSC.1968.1049902. In the place of max(x, 0) stands the smooth
/// s(x) = (x + √(x² + d²)) / 2, our choice: the conductance below threshold is small and not that of a real subthreshold region.</para>
/// <para>Inductor: 1/L(i) = (1 + (i / Isat)²) / L, the first term of the saturation of a core.</para>
/// <para>1/C is a state that does not move: it differs from run to run where the device drifts, and the time of a step does not depend on it (measured).</para>
/// </remarks>
internal sealed class CircuitEquations : IEquationsOfMotion
{
    public Quantities Quantities { get; } = new("TransistorCircuit", ["current", "voltage", "inverse capacitance"], ["source"],
        [
            "inductance", "resistance", "parallel resistance", "transconductance", "threshold", "smoothing",
            "channel-length modulation", "saturation", "drive voltage", "gain",
        ], ["voltage"]);

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
    {
        T i = state[0], v = state[1], perInductance = 1.0 / theta[0], conductance = 1.0 / theta[2];
        rate[0] = (perInductance + perInductance * theta[7] * T.Square(i)) * (theta[8] * drive[0] - theta[1] * i - v);
        rate[1] = state[2] * (i - conductance * v - Current(v, theta));
        rate[2] = 0.0;
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> =>
        output[0] = theta[9] * state[1];

    /// <summary>Current of the transistor. K/8 (2 s)² (1 + λ v), with what depends on constants only in brackets of its own.</summary>
    public static T Current<T>(T v, ReadOnlySpan<T> theta) where T : unmanaged, IScalar<T>
    {
        T x = v - theta[4], eighth = 0.125 * theta[3];
        var twice = x + T.Sqrt(T.Square(x) + T.Square(theta[5]));
        return T.Square(twice) * (eighth + eighth * theta[6] * v);
    }
}

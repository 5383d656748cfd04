using Pat.Core.Dynamics;

namespace Pat.Core.Tests.Dynamics;

/// <summary>A driven RLC circuit with a saturating conductance that has a memory: 3 states.</summary>
internal sealed class Circuit : IEquationsOfMotion
{
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

/// <summary>q″ = −ω² sin q − β q³ + u: a pendulum with a hardening spring; its outputs are nonlinear.</summary>
internal sealed class Pendulum : IEquationsOfMotion
{
    public Quantities Quantities { get; } = new("Pendulum", ["angle", "speed"], ["torque"], ["frequency", "hardening"], ["height", "energy"]);

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
    {
        rate[0] = state[1];
        rate[1] = drive[0] - T.Square(theta[0]) * T.Sin(state[0]) - theta[1] * state[0] * T.Square(state[0]);
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T>
    {
        output[0] = 1.0 - T.Cos(state[0]);
        output[1] = 0.5 * T.Square(state[1]) + T.Square(theta[0]) * output[0] + 0.25 * theta[1] * T.Square(T.Square(state[0]));
    }
}

/// <summary>Modes of a plate that harden each other through the sum of their squares; θ holds frequencies and dampings.</summary>
internal sealed class Plate(int modes = 16) : IEquationsOfMotion
{
    public Quantities Quantities { get; } = new("Plate",
        [.. Quantities.Numbered("q", modes), .. Quantities.Numbered("v", modes)], ["coil"],
        [.. Quantities.Numbered("frequency", modes), .. Quantities.Numbered("damping", modes)], ["microphone"]);

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
    {
        T squares = 0.0;
        for (var m = 0; m < modes; m++)
            squares += T.Square(state[m]);
        for (var m = 0; m < modes; m++)
        {
            T q = state[m], v = state[modes + m], frequency = theta[m], damping = theta[modes + m];
            rate[m] = v;
            rate[modes + m] = Math.Sin(0.7 * (m + 1)) * drive[0] - 2.0 * damping * frequency * v - (T.Square(frequency) + 0.8 * squares) * q;
        }
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T>
    {
        T sum = 0.0;
        for (var m = 0; m < modes; m++)
            sum += Math.Cos(0.4 * (m + 1)) * state[m];
        output[0] = sum;
    }
}

/// <summary>Every function of the scalar type, divisions by states and by parameters, and states that only change places.</summary>
internal sealed class EveryFunction : IEquationsOfMotion
{
    public Quantities Quantities { get; } = new("Every function", ["a", "b"], ["u", "w"], ["p", "q"], ["y", "z", "p"]);

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
    {
        T a = state[0], b = state[1];
        rate[0] = T.Sin(a * drive[0]) / (2.0 + T.Cos(b)) - T.Exp(-a) * theta[0] + T.Log(3.0 + a * a);
        rate[1] = T.Sqrt(1.0 + b * b) / theta[1] - T.Tanh(a - b) * drive[1] - b / (T.Exp(theta[0]) + 1.0);
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T>
    {
        output[0] = state[1];
        output[1] = state[0] * theta[1] - T.Exp(0.1 * state[1]);
        output[2] = theta[0];
    }
}

using Pat.Core.Dynamics;
using Pat.Core.Dynamics.Fields;
using static Pat.Core.Dynamics.Fields.FieldQuantity;

namespace Pat.Core.Tests.Dynamics.Fields;

/// <summary>The plate of <see cref="Plate"/>, mode by mode the same equations.</summary>
internal sealed class FieldPlate(int modes) : IFieldEquations
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

/// <summary>Coupled oscillators q″ = e − s + s Q, s = sin q; outputs are angles and velocities.</summary>
internal sealed class FieldOscillators(int oscillators) : IFieldEquations
{
    public FieldQuantities Quantities { get; } = new("Oscillators", oscillators)
    {
        States = ["q", "p"],
        Drives = [Field("torque")],
        Matrices = ["coupling"],
        Outputs = [Field("angle"), Field("velocity")],
    };

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IField<T>
    {
        var s = T.Sin(state[0]);
        rate[0] = state[1];
        rate[1] = T.MatMul(s, 0) - s + drive[0];
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IField<T>
    {
        output[0] = state[0];
        output[1] = state[1];
    }
}

/// <summary>
/// Everything that fields can do at once: numbers and fields as drives, parameters and outputs, sums of products, of numbers and inside functions,
/// products with two matrices, of states, numbers, constants and of one another.
/// </summary>
internal sealed class EveryField(int length) : IFieldEquations
{
    private readonly double[] weights = [.. Enumerable.Range(0, length).Select(i => 0.3 + 0.1 * i)];

    public FieldQuantities Quantities { get; } = new("Every field", length)
    {
        States = ["a", "b", "c"],
        Drives = [Number("u"), Field("w")],
        Parameters = [Number("p"), Field("k"), Field("d")],
        Matrices = ["M", "L"],
        Outputs = [Number("y"), Field("z"), Field("flat")],
    };

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IField<T>
    {
        T a = state[0], b = state[1], c = state[2], p = theta[0], k = theta[1];
        var mean = T.Sum(T.PerIndex(weights) * a) / (1.0 * length);
        var coupled = T.MatMul(T.Tanh(a * p), 0);
        rate[0] = b * k - T.Sum(a * b) * T.Sin(drive[0]) * a + 0.1 * T.MatMul(coupled * mean, 1);
        rate[1] = drive[1] - coupled / (2.0 + T.Cos(mean)) - T.Exp(-T.Square(b)) / (1.0 + T.Square(theta[2])) + 0.1 * T.MatMul(mean, 1) + 0.01 * T.Sum(p * mean);
        rate[2] = 0.2 * T.MatMul(T.PerIndex(weights), 0) - T.Sqrt(1.0 + T.Square(c)) * T.Sum(k) / (1.0 * length) + T.Log(2.0 + T.Square(mean));
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IField<T>
    {
        output[0] = T.Tanh(T.Sum(state[0] * state[2] * theta[1]) * theta[0]);
        output[1] = T.MatMul(state[1], 1) * T.Sum(state[0]);
        output[2] = theta[0];
    }
}

/// <summary>A ring of nonlinear springs without damping, for the symplectic method: q″ = −q − q Σ q² + q M.</summary>
internal sealed class FieldRing(int length) : IFieldEquations
{
    public FieldQuantities Quantities { get; } = new("Ring", length)
    {
        States = ["q", "p"],
        Drives = [Number("u")],
        Matrices = ["M"],
        Outputs = [Number("squares"), Field("p")],
    };

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IField<T>
    {
        rate[0] = state[1];
        rate[1] = T.MatMul(state[0], 0) - state[0] * (1.0 + T.Sum(T.Square(state[0]))) + drive[0];
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IField<T>
    {
        output[0] = T.Sum(T.Square(state[0]));
        output[1] = state[1];
    }
}

using Pat.Core.Dynamics;

namespace Pat.Benchmarks.Dynamics;

/// <summary>The plate of the feasibility study, nominal, with made-up shapes of its modes; time in units of the lowest mode's radian.</summary>
/// <remarks>Integrated by a nonlinear kick and the exact propagation of each damped mode under a held drive, two substeps in a step.</remarks>
internal sealed class StudyPlate : IEquationsOfMotion, IIntegrator
{
    public const int Modes = 16;

    private readonly Mode[] modes = [.. Enumerable.Range(0, Modes).Select(ModeOf)];

    public Quantities Quantities { get; } = new("Study plate", [.. Quantities.Numbered("q", Modes), .. Quantities.Numbered("p", Modes)], ["coil"], [], ["microphone"]);

    public string Name => "kick and propagation";

    public int Order => 2;

    public bool NeedsForcesOfPosition => false;

    /// <summary>q ← A11 q + A12 p + B1 u, p ← A21 q + A22 p + B2 u after the kick p ← p − Kick q Σ Frequency q².</summary>
    internal readonly record struct Mode(double A11, double A12, double A21, double A22, double B1, double B2, double Kick, double Frequency, double Microphone);

    public IReadOnlyList<Mode> Coefficients => modes;

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
    {
        for (var i = 0; i < rate.Length; i++) // the method below knows the equations
            rate[i] = 0.0;
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T>
    {
        T sum = 0.0;
        for (var m = 0; m < Modes; m++)
            sum += modes[m].Microphone * state[Modes + m];
        output[0] = sum;
    }

    public void Step<TSystem, T>(TSystem system, double dt, ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> next)
        where TSystem : IEquationsOfMotion
        where T : unmanaged, IScalar<T>
    {
        T stretch = 0.0;
        for (var m = 0; m < Modes; m++)
            stretch += modes[m].Frequency * T.Square(state[m]);
        for (var m = 0; m < Modes; m++)
        {
            var mode = modes[m];
            T q = state[m], p = state[Modes + m] - mode.Kick * (q * stretch);
            next[m] = mode.A11 * q + mode.A12 * p + mode.B1 * drive[0];
            next[Modes + m] = mode.A21 * q + mode.A22 * p + mode.B2 * drive[0];
        }
    }

    private static Mode ModeOf(int m)
    {
        double frequency = 1 + 0.73 * m, dt = 2 * Math.PI * 355 / 24_000, damping = 0.5 / (30 + 2 * m), force = 0.3 * Math.Sin(0.7 * (m + 1));
        double root = Math.Sqrt(1 - damping * damping), decay = Math.Exp(-damping * frequency * dt);
        var (sin, cos) = Math.SinCos(root * frequency * dt);
        double a11 = decay * (cos + damping / root * sin), a12 = decay * sin / (root * frequency), a21 = -decay * frequency / root * sin;
        var b = force / (frequency * frequency);
        return new(a11, a12, a21, decay * (cos - damping / root * sin), b * (1 - a11), -b * a21, 1.5 * frequency * dt, frequency, Math.Cos(0.4 * (m + 1)));
    }
}

using System.Numerics;

namespace Pat.Core.Dynamics;

/// <summary>The classical Runge-Kutta method of four stages; for systems that are neither stiff nor free of damping over many periods.</summary>
/// <remarks>W. Kutta, Z. Math. Phys. 46, 435 (1901). Stable for oscillations while ω dt &lt; 2.83, for decay while λ dt &lt; 2.79.</remarks>
public sealed class RungeKutta4 : IIntegrator
{
    /// <inheritdoc/>
    public string Name => "Runge-Kutta 4";

    /// <inheritdoc/>
    public int Order => 4;

    /// <inheritdoc/>
    public bool NeedsForcesOfPosition => false;

    /// <inheritdoc/>
    public double? Amplification(Complex z) => (1 + z * (1 + z / 2 * (1 + z / 3 * (1 + z / 4)))).Magnitude;

    /// <inheritdoc/>
    public void Step<TSystem, T>(TSystem system, double dt, ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> next)
        where TSystem : IEquationsOfMotion
        where T : unmanaged, IScalar<T>
    {
        var n = state.Length;
        var (k1, k2, k3, k4, at) = (new T[n], new T[n], new T[n], new T[n], new T[n]);
        system.Derivative(state, drive, theta, k1);
        for (var i = 0; i < n; i++)
            at[i] = state[i] + 0.5 * dt * k1[i];
        system.Derivative(at, drive, theta, k2);
        for (var i = 0; i < n; i++)
            at[i] = state[i] + 0.5 * dt * k2[i];
        system.Derivative(at, drive, theta, k3);
        for (var i = 0; i < n; i++)
            at[i] = state[i] + dt * k3[i];
        system.Derivative(at, drive, theta, k4);
        for (var i = 0; i < n; i++)
            next[i] = state[i] + dt / 6 * (k1[i] + 2.0 * (k2[i] + k3[i]) + k4[i]);
    }
}

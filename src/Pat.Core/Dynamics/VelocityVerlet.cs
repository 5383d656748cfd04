using System.Numerics;

namespace Pat.Core.Dynamics;

/// <summary>Velocity Verlet: half a kick, a drift, half a kick. Symplectic, so the energy of an undamped system does not drift.</summary>
/// <remarks>W. Swope, H. Andersen, P. Berens, K. Wilson, J. Chem. Phys. 76, 637 (1982), doi 10.1063/1.442716. Stable while ω dt &lt; 2.</remarks>
public sealed class VelocityVerlet : IIntegrator
{
    /// <inheritdoc/>
    public string Name => "velocity Verlet";

    /// <inheritdoc/>
    public int Order => 2;

    /// <inheritdoc/>
    public bool NeedsForcesOfPosition => true;

    /// <summary>Of the oscillation q″ = λ² q: the larger root of μ² − (2 + z²) μ + 1.</summary>
    public double? Amplification(Complex z)
    {
        var half = 1 + z * z / 2;
        var root = Complex.Sqrt(half * half - 1);
        return Math.Max((half + root).Magnitude, (half - root).Magnitude);
    }

    /// <inheritdoc/>
    public void Step<TSystem, T>(TSystem system, double dt, ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> next)
        where TSystem : IEquationsOfMotion
        where T : unmanaged, IScalar<T>
    {
        var half = state.Length / 2;
        var (rate, at) = (new T[state.Length], new T[state.Length]);
        system.Derivative(state, drive, theta, rate);
        for (var i = 0; i < half; i++)
        {
            at[half + i] = state[half + i] + 0.5 * dt * rate[half + i];
            at[i] = state[i] + dt * at[half + i];
        }
        system.Derivative(at, drive, theta, rate);
        for (var i = 0; i < half; i++)
        {
            next[i] = at[i];
            next[half + i] = at[half + i] + 0.5 * dt * rate[half + i];
        }
    }
}

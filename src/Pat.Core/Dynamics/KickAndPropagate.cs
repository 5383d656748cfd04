namespace Pat.Core.Dynamics;

/// <summary>
/// For <see cref="IModalEquations"/>: half a kick by the extra acceleration, the exact motion of the damped oscillators under the held drive,
/// half a kick. Exact, for any time step, where there is no extra acceleration; symmetric, and symplectic where nothing is damped.
/// </summary>
/// <remarks>
/// <para>Strang's splitting: G. Strang, SIAM J. Numer. Anal. 5, 506 (1968), doi 10.1137/0705041. As an impulse method for oscillators: E. Hairer, C. Lubich,
/// G. Wanner, Geometric Numerical Integration, 2nd ed., 2006, section XIII.1.</para>
/// <para>An extra stiffness κ of a mode is stable while κ dt &lt; 2 ω cot(ω dt / 2), for ω dt &lt; π. Modes have to be under-damped: from a damping ratio
/// of 1 on the states are not numbers, and the run is stopped.</para>
/// <para>Two kicks, but one sum over the modes, per step of <see cref="Substeps"/>: the second kick of a step and the first of the next see the same positions.</para>
/// </remarks>
public sealed class KickAndPropagate : IIntegrator
{
    /// <inheritdoc/>
    public string Name => "kick and propagate";

    /// <inheritdoc/>
    public int Order => 2;

    /// <inheritdoc/>
    public bool NeedsForcesOfPosition => false; // dampings are welcome; that kicks see positions only is in their signature

    /// <inheritdoc/>
    /// <exception cref="EquationsException">The system is not one of modes.</exception>
    public void Step<TSystem, T>(TSystem system, double dt, ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> next)
        where TSystem : IEquationsOfMotion
        where T : unmanaged, IScalar<T>
    {
        if (system is not IModalEquations modal || state.Length % 2 != 0)
        {
            throw new EquationsException(
                $"{system.Quantities.System}: {Name} needs {nameof(IModalEquations)} with a position and a velocity for each mode; use {nameof(RungeKutta4)} for other systems.");
        }
        var modes = state.Length / 2;
        var velocity = state[modes..].ToArray();
        modal.Kick(state[..modes], theta, 0.5 * dt, velocity.AsSpan());
        Propagate(modal, dt, state[..modes], velocity, drive, theta, next);
        modal.Kick(next[..modes], theta, 0.5 * dt, next[modes..]);
    }

    // q ← A11 q + A12 p + B1 F u and p ← A21 q + A22 p + B2 F u: the closed form of a damped oscillator around its rest position F u / ω².
    private static void Propagate<T>(
        IModalEquations modal, double dt, ReadOnlySpan<T> position, ReadOnlySpan<T> velocity, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> next)
        where T : unmanaged, IScalar<T>
    {
        var (modes, drives) = (position.Length, drive.Length);
        var (frequency, damping, force) = (new T[modes], new T[modes], new T[modes * drives]);
        modal.Modes<T>(theta, frequency, damping, force);
        for (var k = 0; k < modes; k++)
        {
            T omega = frequency[k], decay = damping[k] * omega;
            var damped = omega * T.Sqrt(1.0 - T.Square(damping[k]));
            var left = T.Exp(-decay * dt);
            var (cos, sin) = (left * T.Cos(damped * dt), left * T.Sin(damped * dt) / damped);
            T a11 = cos + decay * sin, a12 = sin, a21 = -(T.Square(omega) * sin), a22 = cos - decay * sin;
            next[k] = a11 * position[k] + a12 * velocity[k];
            next[modes + k] = a21 * position[k] + a22 * velocity[k];
            for (var d = 0; d < drives; d++)
            {
                next[k] += force[k * drives + d] * ((1.0 - a11) / T.Square(omega)) * drive[d];
                next[modes + k] += force[k * drives + d] * a12 * drive[d];
            }
        }
    }
}

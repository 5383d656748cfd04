using System.Numerics;

namespace Pat.Core.Dynamics;

/// <summary>One time step of a numerical method, written once over any scalar type.</summary>
public interface IIntegrator
{
    /// <summary>Its name, for messages.</summary>
    string Name { get; }

    /// <summary>The order p: the error at a fixed time falls as dt^p. A test measures it.</summary>
    int Order { get; }

    /// <summary>
    /// Whether the equations must be q″ = f(q, u, θ): the first half of the states are positions, the second half their velocities in the same order,
    /// and no acceleration depends on a velocity.
    /// </summary>
    bool NeedsForcesOfPosition { get; }

    /// <summary>
    /// By how much a step multiplies the modulus of a solution of x′ = λ x, for z = λ dt; at most 1 where the method is stable. It serves messages about
    /// time steps that are too large; null where it is not known.
    /// </summary>
    double? Amplification(Complex z) => null;

    /// <summary>Writes the state one step later. The drive is held constant over the step.</summary>
    /// <param name="system">The equations.</param>
    /// <param name="dt">The time step, in the unit of time of the equations.</param>
    /// <param name="state">The state before.</param>
    /// <param name="drive">The drive over the step.</param>
    /// <param name="theta">The parameters.</param>
    /// <param name="next">Overwritten with the state after; does not overlap <paramref name="state"/>.</param>
    void Step<TSystem, T>(TSystem system, double dt, ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> next)
        where TSystem : IEquationsOfMotion
        where T : unmanaged, IScalar<T>;
}

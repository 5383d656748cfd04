namespace Pat.Core.Dynamics;

/// <summary>Equations of motion dx/dt = f(x, u, θ) with output y = g(x, θ), written once over any scalar type.</summary>
/// <remarks>
/// Both methods are pure: what they write depends only on what they are given and on constants of the object. They are called a few times,
/// when the simulator is made, and again only to explain why a run failed.
/// </remarks>
public interface IEquationsOfMotion
{
    /// <summary>What states, drives, parameters and outputs there are.</summary>
    Quantities Quantities { get; }

    /// <summary>Writes dx/dt, every element.</summary>
    /// <param name="state">x, in the order of <see cref="Quantities.States"/>.</param>
    /// <param name="drive">u, held constant over a time step, in the order of <see cref="Quantities.Drives"/>.</param>
    /// <param name="theta">θ, in the order of <see cref="Quantities.Parameters"/>.</param>
    /// <param name="rate">Overwritten with dx/dt in the order of the states; units of the state per unit of time.</param>
    void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>;

    /// <summary>Writes the measured output, every element.</summary>
    /// <param name="state">x, in the order of <see cref="Quantities.States"/>.</param>
    /// <param name="theta">θ, in the order of <see cref="Quantities.Parameters"/>.</param>
    /// <param name="output">Overwritten with y in the order of <see cref="Quantities.Outputs"/>.</param>
    void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T>;
}

namespace Pat.Core.Dynamics;

/// <summary>
/// Equations of damped oscillators that are driven and pull on one another: for each mode k
///     q_k″ + 2 ζ_k ω_k q_k′ + ω_k² q_k = Σ_d F_kd u_d + a_k(q, θ).
/// The linear part and the extra acceleration a are given apart, so that <see cref="KickAndPropagate"/> can solve the linear part exactly.
/// </summary>
/// <remarks>The states are the positions of all modes, then their velocities in the same order. <see cref="IEquationsOfMotion.Derivative"/> follows from the two methods.</remarks>
public interface IModalEquations : IEquationsOfMotion
{
    /// <summary>Writes the linear part, every element. It depends on parameters only, so it is computed once for a run.</summary>
    /// <param name="theta">θ, in the order of <see cref="Quantities.Parameters"/>.</param>
    /// <param name="frequency">Overwritten with the angular frequencies ω_k, each above 0.</param>
    /// <param name="damping">Overwritten with the damping ratios ζ_k, each from 0 to below 1.</param>
    /// <param name="force">Overwritten with F: the acceleration of mode k by a drive d of 1 is element k · drives + d.</param>
    void Modes<T>(ReadOnlySpan<T> theta, Span<T> frequency, Span<T> damping, Span<T> force) where T : unmanaged, IScalar<T>;

    /// <summary>Adds to the velocities what the extra acceleration a gives them within a time in which no mode moves.</summary>
    /// <param name="position">q, all modes.</param>
    /// <param name="theta">θ, in the order of <see cref="Quantities.Parameters"/>.</param>
    /// <param name="duration">How long a acts, in the unit of time of the equations.</param>
    /// <param name="velocity">duration · a(q, θ) is added.</param>
    void Kick<T>(ReadOnlySpan<T> position, ReadOnlySpan<T> theta, double duration, Span<T> velocity) where T : unmanaged, IScalar<T>;

    /// <inheritdoc/>
    void IEquationsOfMotion.Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate)
    {
        var modes = state.Length / 2;
        var (frequency, damping, force) = (new T[modes], new T[modes], new T[modes * drive.Length]);
        Modes<T>(theta, frequency, damping, force);
        for (var k = 0; k < modes; k++)
        {
            rate[k] = state[modes + k];
            rate[modes + k] = -(2.0 * damping[k] * frequency[k] * state[modes + k] + T.Square(frequency[k]) * state[k]);
            for (var d = 0; d < drive.Length; d++)
                rate[modes + k] += force[k * drive.Length + d] * drive[d];
        }
        Kick(state[..modes], theta, 1, rate[modes..]);
    }
}

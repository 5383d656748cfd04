using Pat.Core.Dynamics;

namespace Pat.Systems.Mechanics.OscillatingPlate;

/// <summary>
/// The modes of a plate with hardening and mode coupling, in units of the thickness, and the voltage of the microphone:
///     q_k″ + 2 ζ_k ω_k q_k′ + ω_k² q_k = F_k u − κ ω_k (q_k + e_k) S − c_k q_(k+1) − c_(k−1) q_(k−1),  S = Σ_j ω_j q_j (q_j + 2 e_j),  y = Σ_k g_k q_k′.
/// </summary>
/// <remarks>
/// Hardening after Berger, J. Appl. Mech. 22, 465 (1955): the membrane force N = (12 D / (h² A)) ∫ ½ |∇w|² dA is the same everywhere on the area A.
/// With w = h Σ q_j φ_j, φ_j = sin(mπx/a) sin(nπy/b), λ_j = π² (m²/a² + n²/b²) = ω_j √(ρh/D) and ∫ |∇φ_j|² dA = λ_j A / 4, N is 3/2 D Σ λ_j q_j². It pulls
/// on mode k with N λ_k q_k / (ρh) = 3/2 ω_k q_k Σ ω_j q_j²: κ = 3/2. A plate with the rest shape h Σ e_k φ_k is stretched by what it gains on that shape.
/// </remarks>
internal sealed class PlateEquations(int modes) : IModalEquations
{
    public Quantities Quantities { get; } = new("OscillatingPlate",
        [.. Quantities.Numbered("q", modes), .. Quantities.Numbered("q'", modes)], ["coil"], PlateConstants.Names(modes), ["microphone"]);

    public void Modes<T>(ReadOnlySpan<T> theta, Span<T> frequency, Span<T> damping, Span<T> force) where T : unmanaged, IScalar<T>
    {
        Of(theta, 0).CopyTo(frequency);
        Of(theta, 1).CopyTo(damping);
        Of(theta, 2).CopyTo(force);
    }

    public void Kick<T>(ReadOnlySpan<T> position, ReadOnlySpan<T> theta, double duration, Span<T> velocity) where T : unmanaged, IScalar<T>
    {
        ReadOnlySpan<T> omega = Of(theta, 0), e = Of(theta, 4), c = Of(theta, 5);
        var kappa = theta[6 * modes - 1];
        T stretching = 0.0;
        for (var j = 0; j < modes; j++)
            stretching += position[j] * (omega[j] * position[j] + 2.0 * omega[j] * e[j]);
        for (var k = 0; k < modes; k++)
        {
            var hardening = duration * kappa * omega[k];
            velocity[k] -= (hardening * position[k] + hardening * e[k]) * stretching;
            if (k < modes - 1)
                velocity[k] -= duration * c[k] * position[k + 1];
            if (k > 0)
                velocity[k] -= duration * c[k - 1] * position[k - 1];
        }
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T>
    {
        var g = Of(theta, 3);
        T y = 0.0;
        for (var k = 0; k < modes; k++)
            y += g[k] * state[modes + k];
        output[0] = y;
    }

    // ω, ζ, F, g, e and c, one after the other; the last c is κ, because there are only modes − 1 pairs of neighbours.
    private ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> theta, int which) => theta.Slice(which * modes, modes);
}

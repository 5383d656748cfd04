using MathNet.Numerics.RootFinding;

namespace Pat.Experiments.Audio.Synthesis;

/// <summary>
/// The derivative of the glottal flow over one period, by the model of Liljencrants and Fant (G. Fant, J. Liljencrants, Q. Lin, STL-QPSR 26(4), 1, 1985):
/// E0 e^(αt) sin(π t / tp) until te, then −Ee / (ε ta) (e^(−ε(t − te)) − e^(−ε(1 − te))), with α such that the flow returns to 0.
/// </summary>
/// <remarks>Times are shares of a period; Ee is 1. The timing is that of a modal voice (our choice within the ranges of the source).</remarks>
internal sealed class GlottalPulse
{
    private const double Peak = 0.45, Closing = 0.6, Return = 0.02;

    private readonly double alpha;
    private readonly double epsilon;
    private readonly double amplitude;

    private GlottalPulse()
    {
        // ε ta = 1 − e^(−ε(1 − te))
        epsilon = Brent.FindRoot(e => e * Return - 1 + Math.Exp(-e * (1 - Closing)), 0.5 / Return, 2 / Return);
        alpha = Brent.FindRoot(a => OpenArea(a) + ReturnArea(), -20, 60);
        amplitude = Amplitude(alpha);
    }

    /// <summary>The pulse of a modal voice.</summary>
    public static GlottalPulse Modal { get; } = new();

    /// <summary>Its value.</summary>
    /// <param name="phase">Share of the period that has passed, in [0, 1).</param>
    public double At(double phase) => phase < Closing
        ? amplitude * Math.Exp(alpha * phase) * Math.Sin(Math.PI * phase / Peak)
        : -(Math.Exp(-epsilon * (phase - Closing)) - Math.Exp(-epsilon * (1 - Closing))) / (epsilon * Return);

    // −1 at te, where both parts meet.
    private static double Amplitude(double alpha) => -1 / (Math.Exp(alpha * Closing) * Math.Sin(Math.PI * Closing / Peak));

    // ∫ E0 e^(αt) sin(ωt) dt from 0 to te = E0 (e^(α te) (α sin ω te − ω cos ω te) + ω) / (α² + ω²)
    private static double OpenArea(double alpha)
    {
        var omega = Math.PI / Peak;
        return Amplitude(alpha) * (Math.Exp(alpha * Closing) * (alpha * Math.Sin(omega * Closing) - omega * Math.Cos(omega * Closing)) + omega) / (alpha * alpha + omega * omega);
    }

    private double ReturnArea()
    {
        var rest = Math.Exp(-epsilon * (1 - Closing));
        return -((1 - rest) / epsilon - (1 - Closing) * rest) / (epsilon * Return);
    }
}

namespace Pat.Core.Diagnostics;

/// <summary>One directional derivative, taken in two ways.</summary>
/// <param name="Name">What was differentiated, with respect to which input.</param>
/// <param name="Analytic">⟨Jᵀw, v⟩ by the rule under test.</param>
/// <param name="Numeric">⟨w, J v⟩ by central differences.</param>
/// <param name="Scale">
/// The size that such a derivative typically has: the root of Σ ((Jᵀw)_i v_i)², or |Numeric| if that is more.
/// Errors are relative to it, because either derivative may happen to be near 0.
/// </param>
/// <param name="Tolerance">The relative error that rounding, the finite step and, with several shots, five standard errors explain.</param>
/// <param name="StandardError">Standard error of the mean of Numeric − Analytic over the shots; null for a single one.</param>
public sealed record GradientComparison(
    string Name, double Analytic, double Numeric, double Scale, double Tolerance, double? StandardError)
{
    /// <summary>|Analytic − Numeric| / Scale; 0 where both vanish.</summary>
    public double RelativeError => Analytic == Numeric ? 0 : Math.Abs(Analytic - Numeric) / Scale;

    /// <summary>Whether the two agree within the tolerance.</summary>
    public bool Agrees => RelativeError <= Tolerance;

    /// <summary>Name and figures on one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Name}: rule {Analytic:G7}, central differences {Numeric:G7}, relative error {RelativeError:G3}, tolerance {Tolerance:G3}")
        + (StandardError is { } error ? FormattableString.Invariant($", standard error {error:G3}") : "");
}

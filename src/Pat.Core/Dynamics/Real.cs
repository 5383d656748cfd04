namespace Pat.Core.Dynamics;

/// <summary>A double as scalar of equations of motion: to evaluate them, and integrators, with plain numbers.</summary>
/// <param name="Value">The number.</param>
public readonly record struct Real(double Value) : IScalar<Real>
{
    /// <inheritdoc/>
    public static implicit operator Real(double value) => new(value);

    /// <inheritdoc/>
    public static Real operator +(Real a, Real b) => new(a.Value + b.Value);

    /// <inheritdoc/>
    public static Real operator -(Real a, Real b) => new(a.Value - b.Value);

    /// <inheritdoc/>
    public static Real operator *(Real a, Real b) => new(a.Value * b.Value);

    /// <inheritdoc/>
    public static Real operator /(Real a, Real b) => new(a.Value / b.Value);

    /// <inheritdoc/>
    public static Real operator -(Real a) => new(-a.Value);

    /// <inheritdoc/>
    public static Real Sin(Real x) => new(Math.Sin(x.Value));

    /// <inheritdoc/>
    public static Real Cos(Real x) => new(Math.Cos(x.Value));

    /// <inheritdoc/>
    public static Real Tanh(Real x) => new(Math.Tanh(x.Value));

    /// <inheritdoc/>
    public static Real Exp(Real x) => new(Math.Exp(x.Value));

    /// <inheritdoc/>
    public static Real Log(Real x) => new(Math.Log(x.Value));

    /// <inheritdoc/>
    public static Real Sqrt(Real x) => new(Math.Sqrt(x.Value));
}

namespace Pat.Core.Dynamics;

/// <summary>
/// The arithmetic that equations of motion are written in. The same lines are run with numbers, to check them, and with symbols,
/// from which the simulator and its adjoint are made.
/// </summary>
/// <remarks>
/// There are no comparisons: a simulator computes many runs side by side, so a right-hand side cannot branch on a value.
/// Use smooth functions instead, for example Tanh for a saturation. Loops and branches on sizes and constants are free: they are gone after tracing.
/// </remarks>
/// <typeparam name="T">The scalar type itself.</typeparam>
public interface IScalar<T> where T : unmanaged, IScalar<T>
{
    /// <summary>A constant.</summary>
    static abstract implicit operator T(double value);

    /// <summary>a + b.</summary>
    static abstract T operator +(T a, T b);

    /// <summary>a − b.</summary>
    static abstract T operator -(T a, T b);

    /// <summary>a · b.</summary>
    static abstract T operator *(T a, T b);

    /// <summary>a / b.</summary>
    static abstract T operator /(T a, T b);

    /// <summary>−a.</summary>
    static abstract T operator -(T a);

    /// <summary>Sine, x in radians, |x| up to 10^6.</summary>
    static abstract T Sin(T x);

    /// <summary>Cosine, x in radians, |x| up to 10^6.</summary>
    static abstract T Cos(T x);

    /// <summary>Hyperbolic tangent.</summary>
    static abstract T Tanh(T x);

    /// <summary>e^x.</summary>
    static abstract T Exp(T x);

    /// <summary>Natural logarithm of x &gt; 0.</summary>
    static abstract T Log(T x);

    /// <summary>Square root of x &gt; 0.</summary>
    static abstract T Sqrt(T x);

    /// <summary>x².</summary>
    static virtual T Square(T x) => x * x;
}

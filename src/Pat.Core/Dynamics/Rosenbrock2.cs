using System.Numerics;

namespace Pat.Core.Dynamics;

/// <summary>
/// A linearly implicit method of two stages for stiff systems of few states: no step is too large for a decay, however fast (L-stable).
/// Each step solves linear equations with the exact Jacobian.
/// </summary>
/// <remarks>
/// ROS2 with γ = 1 − 1/√2: J. Verwer, E. Spee, J. Blom, W. Hundsdorfer, SIAM J. Sci. Comput. 20, 1456 (1999), doi 10.1137/S1064827597326651.
/// The elimination takes pivots from the diagonal, because a choice of pivots would branch on values; I − γ dt J has a dominant diagonal
/// where what is stiff is damping. Work grows with the third power of the number of states.
/// </remarks>
public sealed class Rosenbrock2 : IIntegrator
{
    private static readonly double Gamma = 1 - Math.Sqrt(0.5);

    /// <inheritdoc/>
    public string Name => "Rosenbrock 2";

    /// <inheritdoc/>
    public int Order => 2;

    /// <inheritdoc/>
    public bool NeedsForcesOfPosition => false;

    /// <inheritdoc/>
    public double? Amplification(Complex z) => ((1 + (1 - 2 * Gamma) * z) / ((1 - Gamma * z) * (1 - Gamma * z))).Magnitude;

    /// <inheritdoc/>
    public void Step<TSystem, T>(TSystem system, double dt, ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> next)
        where TSystem : IEquationsOfMotion
        where T : unmanaged, IScalar<T>
    {
        var n = state.Length;
        var (k1, k2, at) = (new T[n], new T[n], new T[n]);
        var factors = Factor(ImplicitMatrix(system, dt, state, drive, theta));
        system.Derivative(state, drive, theta, k1);
        Solve(factors, k1);
        for (var i = 0; i < n; i++)
            at[i] = state[i] + dt * k1[i];
        system.Derivative(at, drive, theta, k2);
        for (var i = 0; i < n; i++)
            k2[i] -= 2.0 * k1[i];
        Solve(factors, k2);
        for (var i = 0; i < n; i++)
            next[i] = state[i] + dt * (1.5 * k1[i] + 0.5 * k2[i]);
    }

    // I − γ dt ∂f/∂x, a column for each state by forward differentiation.
    private static T[,] ImplicitMatrix<TSystem, T>(TSystem system, double dt, ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta)
        where TSystem : IEquationsOfMotion
        where T : unmanaged, IScalar<T>
    {
        var n = state.Length;
        var matrix = new T[n, n];
        var (x, rate, u, p) = (Constants(state), new Dual<T>[n], Constants(drive), Constants(theta));
        for (var column = 0; column < n; column++)
        {
            x[column] = new(state[column], 1.0);
            system.Derivative<Dual<T>>(x, u, p, rate);
            x[column] = new(state[column], 0.0);
            for (var row = 0; row < n; row++)
                matrix[row, column] = (row == column ? 1.0 : 0.0) - Gamma * dt * rate[row].Slope;
        }
        return matrix;
    }

    private static Dual<T>[] Constants<T>(ReadOnlySpan<T> values) where T : unmanaged, IScalar<T>
    {
        var duals = new Dual<T>[values.Length];
        for (var i = 0; i < values.Length; i++)
            duals[i] = new(values[i], 0.0);
        return duals;
    }

    // L U in place, the diagonal of U inverted.
    private static T[,] Factor<T>(T[,] a) where T : unmanaged, IScalar<T>
    {
        var n = a.GetLength(0);
        for (var k = 0; k < n; k++)
        {
            a[k, k] = 1.0 / a[k, k];
            for (var i = k + 1; i < n; i++)
            {
                a[i, k] *= a[k, k];
                for (var j = k + 1; j < n; j++)
                    a[i, j] -= a[i, k] * a[k, j];
            }
        }
        return a;
    }

    private static void Solve<T>(T[,] factors, T[] x) where T : unmanaged, IScalar<T>
    {
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = 0; j < i; j++)
                x[i] -= factors[i, j] * x[j];
        }
        for (var i = x.Length - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < x.Length; j++)
                x[i] -= factors[i, j] * x[j];
            x[i] *= factors[i, i];
        }
    }
}

using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Complex = System.Numerics.Complex;

namespace Pat.Core.Dynamics;

/// <summary>Whether a time step suits equations of motion near a state: the eigenvalues of their Jacobian against the stability region of the method.</summary>
internal static class StepStability
{
    private const double Slack = 1e-6; // of the amplification: eigenvalues and boundaries are rounded

    /// <summary>The Jacobian ∂f/∂x, a column for each state by forward differentiation.</summary>
    public static double[,] Jacobian<TSystem>(TSystem system, double[] state, double[] drive, double[] theta) where TSystem : IEquationsOfMotion
    {
        var n = state.Length;
        var jacobian = new double[n, n];
        var (x, rate, u, p) = (Constants(state), new Dual<Real>[n], Constants(drive), Constants(theta));
        for (var column = 0; column < n; column++)
        {
            x[column] = new(new(state[column]), 1.0);
            system.Derivative<Dual<Real>>(x, u, p, rate);
            x[column] = new(new(state[column]), 0.0);
            for (var row = 0; row < n; row++)
                jacobian[row, column] = rate[row].Slope.Value;
        }
        return jacobian;
    }

    /// <summary>What is wrong with the step, and the largest that is not; null where nothing is, or where the method does not declare its amplification.</summary>
    /// <remarks>Only solutions that the equations themselves do not let grow are looked at.</remarks>
    public static (string Text, double LargestStep)? Of(IIntegrator integrator, double dt, double[,] jacobian)
    {
        foreach (var entry in jacobian)
        {
            if (!double.IsFinite(entry))
                return null;
        }
        var eigenvalues = Matrix<double>.Build.DenseOfArray(jacobian).Evd().EigenValues.Where(l => l.Real <= 1e-9 * l.Magnitude && l.Magnitude > 0).ToArray();
        if (eigenvalues.Length == 0 || integrator.Amplification(eigenvalues[0] * dt) is null)
            return null;
        bool IsStable(double step) => eigenvalues.All(l => integrator.Amplification(l * step) <= 1 + Slack);
        if (IsStable(dt))
            return null;
        var (stable, unstable) = (0.0, dt);
        for (var i = 0; i < 50; i++)
        {
            var middle = (stable + unstable) / 2;
            (stable, unstable) = IsStable(middle) ? (middle, unstable) : (stable, middle);
        }
        var worst = eigenvalues.MaxBy(l => integrator.Amplification(l * dt));
        return (string.Create(CultureInfo.InvariantCulture,
            $"At the start, {Described(worst, dt)}, where {integrator.Name} multiplies an error by {integrator.Amplification(worst * dt):G3} in each step:"
            + $" choose a time step below {stable:G3} (it is {dt:G3}), or Rosenbrock2 for a stiff system."), stable);
    }

    private static string Described(Complex eigenvalue, double dt) => Math.Abs(eigenvalue.Imaginary) > Math.Abs(eigenvalue.Real)
        ? string.Create(CultureInfo.InvariantCulture, $"ω dt = {eigenvalue.Magnitude * dt:G3} for the fastest oscillation")
        : string.Create(CultureInfo.InvariantCulture, $"λ dt = {eigenvalue.Magnitude * dt:G3} for the fastest decay");

    private static Dual<Real>[] Constants(double[] values) => Array.ConvertAll(values, value => new Dual<Real>(new(value), 0.0));
}

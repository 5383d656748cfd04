namespace Pat.Systems.Tests.Mechanics;

/// <summary>The oscillators in double, one row, written from the equations of first order with the textbook's four stages.</summary>
internal static class OscillatorOracle
{
    /// <summary>Q = (C + Cᵀ) / 2, then Q_ii = −Σ_j Q_ij with the old diagonal in the sum.</summary>
    public static double[,] Coupling(double[] c, int n)
    {
        var q = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < n; j++)
            {
                q[i, j] = (c[i * n + j] + c[j * n + i]) / 2;
                sum += q[i, j];
            }
            q[i, i] = -sum;
        }
        return q;
    }

    /// <summary>Angles and velocities at the end.</summary>
    public static (double[] Q, double[] P) Run(double[] q0, double[] c, double[] e, int steps, double h, double eta = 0, double[]? extra = null)
    {
        var n = q0.Length;
        var coupling = Coupling(c, n);
        var extraCoupling = Coupling(extra ?? new double[n * n], n);
        double[] Rate(double[] z)
        {
            var rate = new double[2 * n];
            for (var i = 0; i < n; i++)
            {
                rate[i] = z[n + i];
                rate[n + i] = e[i] - Math.Sin((1 + eta) * z[i]);
                for (var j = 0; j < n; j++)
                    rate[n + i] += Math.Sin((1 + eta) * z[j]) * (coupling[j, i] + extraCoupling[j, i]);
            }
            return rate;
        }

        double[] Plus(double[] z, double factor, double[] k) => [.. z.Zip(k, (a, b) => a + factor * b)];
        var state = q0.Concat(new double[n]).ToArray();
        for (var step = 0; step < steps; step++)
        {
            var k1 = Rate(state);
            var k2 = Rate(Plus(state, h / 2, k1));
            var k3 = Rate(Plus(state, h / 2, k2));
            var k4 = Rate(Plus(state, h, k3));
            for (var i = 0; i < 2 * n; i++)
                state[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        }
        return (state[..n], state[n..]);
    }
}

using System.Runtime.CompilerServices;

namespace Pat.Benchmarks.Dynamics;

/// <summary>The circuit as one writes it without thinking of speed: a loop over rows and steps, Runge-Kutta 4 from zero states, divisions taken out.</summary>
internal static class PlainCircuit
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<float> drive, Span<float> y, int rows, int steps, float dt, float[] theta)
    {
        var (half, sixth) = (dt / 2, dt / 6);
        var constants = new Constants(theta[0], 1 / theta[1], 1 / theta[2], theta[3], theta[4], 1 / theta[5]);
        for (var row = 0; row < rows; row++)
        {
            float i = 0, v = 0, z = 0;
            for (var step = 0; step < steps; step++)
            {
                var u = drive[row * steps + step];
                var (i1, v1, z1) = constants.Rates(u, i, v, z);
                var (i2, v2, z2) = constants.Rates(u, i + half * i1, v + half * v1, z + half * z1);
                var (i3, v3, z3) = constants.Rates(u, i + half * i2, v + half * v2, z + half * z2);
                var (i4, v4, z4) = constants.Rates(u, i + dt * i3, v + dt * v3, z + dt * z3);
                i += sixth * (i1 + 2 * (i2 + i3) + i4);
                v += sixth * (v1 + 2 * (v2 + v3) + v4);
                z += sixth * (z1 + 2 * (z2 + z3) + z4);
                y[row * steps + step] = v;
            }
        }
    }

    private readonly record struct Constants(float R, float InverseL, float InverseC, float Saturation, float Gain, float InverseTau)
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (float I, float V, float Z) Rates(float u, float i, float v, float z)
        {
            var branch = Saturation * MathF.Tanh(Gain * (v - 0.5f * z));
            return ((u - R * i - v) * InverseL, (i - branch) * InverseC, (branch * v - z) * InverseTau);
        }
    }
}

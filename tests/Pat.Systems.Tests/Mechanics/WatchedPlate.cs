using Pat.Core.Dynamics;
using Pat.Systems.Mechanics.OscillatingPlate;

namespace Pat.Systems.Tests.Mechanics;

/// <summary>The equations of a plate, whose outputs are all its positions and velocities.</summary>
internal sealed class WatchedPlate(int modes) : IModalEquations
{
    private readonly PlateEquations plate = new(modes);

    public Quantities Quantities => plate.Quantities with { Outputs = plate.Quantities.States };

    public void Modes<T>(ReadOnlySpan<T> theta, Span<T> frequency, Span<T> damping, Span<T> force) where T : unmanaged, IScalar<T> =>
        plate.Modes(theta, frequency, damping, force);

    public void Kick<T>(ReadOnlySpan<T> position, ReadOnlySpan<T> theta, double duration, Span<T> velocity) where T : unmanaged, IScalar<T> =>
        plate.Kick(position, theta, duration, velocity);

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> => state.CopyTo(output);

    /// <summary>Positions and velocities after each step, without a drive, in double.</summary>
    public static double[][] Run(PlateConstants plate, double[] start, double step, int steps, IIntegrator? integrator = null) =>
        Rows(Simulator(plate, step, steps, integrator).InDouble().Run(new double[steps], start, Doubles(plate)), start.Length);

    /// <summary>The same in float32.</summary>
    public static double[][] RunInSingle(PlateConstants plate, double[] start, double step, int steps)
    {
        var initial = new Core.Tensors.Tensor(Array.ConvertAll(start, value => (float)value), 1, start.Length);
        var y = Simulator(plate, step, steps, null).Run(new(1, steps), initial, plate.ToTheta(1));
        return Rows(Array.ConvertAll(y.Values.ToArray(), value => (double)value), start.Length);
    }

    /// <summary>½ Σ (p² + ω² q²) + κ/4 S² + Σ c_k q_k q_(k+1), S = Σ ω_j q_j (q_j + 2 e_j).</summary>
    public static double Energy(PlateConstants plate, double[] state)
    {
        var (n, energy, stretching) = (plate.Modes, 0.0, 0.0);
        for (var k = 0; k < n; k++)
        {
            var (q, p) = (state[k], state[n + k]);
            energy += (p * p + Math.Pow(plate.Frequency[k] * q, 2)) / 2 + (k < n - 1 ? plate.Coupling[k] * q * state[k + 1] : 0);
            stretching += plate.Frequency[k] * q * (q + 2 * plate.RestShape[k]);
        }
        return energy + plate.Hardening / 4 * stretching * stretching;
    }

    private static Simulator Simulator(PlateConstants plate, double step, int steps, IIntegrator? integrator) =>
        Core.Dynamics.Simulator.Compile(new WatchedPlate(plate.Modes), integrator ?? new KickAndPropagate(), new() { TimeStep = step, Steps = steps, ParameterGradient = false });

    private static double[] Doubles(PlateConstants plate) => Array.ConvertAll(plate.ToTheta(1).Values.ToArray(), value => (double)value);

    private static double[][] Rows(double[] values, int length) => [.. values.Chunk(length)];
}

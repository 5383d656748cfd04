using MathNet.Numerics.RootFinding;
using Pat.Core.Dynamics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Electronics.TransistorCircuit;

namespace Pat.Systems.Tests.Electronics;

/// <summary>What is known of the circuit without its simulation.</summary>
[Trait("Category", "Law")]
public sealed class TransistorCircuitPhysicsTests(ITestOutputHelper output)
{
    private static readonly TransistorCircuitDescription Nominal = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.12, 0)]
    [InlineData(0.1, 3)]
    public void Small_signals_ring_at_the_frequency_and_quality_of_the_closed_form(double bias, double strength)
    {
        // Around a bias, one sample of 5 mV more: linear to 1e-3. What follows obeys v[n + 2] = 2 e^(-γT) cos(ωT) v[n + 1] - e^(-2γT) v[n].
        var description = Nominal with { Samples = 2500 };
        var circuit = TransistorCircuit.Fabricate(description, new TransistorCircuitGap(Saturation: 0, Drift: 0).Scaled(strength), deviceSeed: 5);
        var drive = Enumerable.Repeat(bias, description.Samples).ToArray();
        var atRest = circuit.RunInDouble(drive);
        drive[2000] += 1e-3;
        var ringing = circuit.RunInDouble(drive).Zip(atRest, (a, b) => a - b).Skip(2001).Take(200).ToArray();
        var (a1, a2) = Recurrence(ringing);
        var decay = -Math.Log(-a2) / 2; // per sample of 1 us
        var frequency = Math.Acos(a1 / (2 * Math.Exp(-decay)));

        var c = circuit.Constants;
        var g = 1 / c.ParallelResistance + c.Conductance(OperatingPoint(c, bias));
        var omega0 = Math.Sqrt((1 + c.Resistance * g) / (c.Inductance * c.Capacitance));
        var quality = omega0 / (c.Resistance / c.Inductance + g / c.Capacitance);
        var measured0 = Math.Sqrt(frequency * frequency + decay * decay);
        output.WriteLine($"bias {bias}: {1e3 * measured0 / 2 / Math.PI:F2} kHz, closed form {1e3 * omega0 / 2 / Math.PI:F2}; Q {measured0 / (2 * decay):F3}, closed form {quality:F3}");
        Assert.Equal(1, measured0 / omega0, 2e-3);
        Assert.Equal(1, measured0 / (2 * decay) / quality, 5e-3);
    }

    [Fact]
    public void The_nominal_circuit_rings_at_53_kilohertz_with_a_quality_of_10()
    {
        var rate = CircuitStability.Rates(CircuitConstants.Of(Nominal))[1].Rate;
        Assert.Equal(53.0, 1e3 * rate.Magnitude / (2 * Math.PI), 0.2);
        Assert.Equal(10.0, rate.Magnitude / (-2 * rate.Real), 0.1);
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(1)]
    public void A_constant_source_ends_at_the_operating_point(double source)
    {
        var circuit = TransistorCircuit.Fabricate(Nominal with { Samples = 1500 }, new(), deviceSeed: 2);
        var v = circuit.RunInDouble(Enumerable.Repeat(source, 1500).ToArray())[^1] / circuit.Constants.Gain;

        // 25 time constants of 60 us: e^-25 = 1e-11. Single precision of the constants, 6e-8.
        Assert.Equal(OperatingPoint(circuit.Constants, source), v, 1e-6);
    }

    [Fact]
    public void Energy_that_is_supplied_is_dissipated_or_stored()
    {
        var circuit = TransistorCircuit.Fabricate(Nominal with { Samples = 300 }, new(), deviceSeed: 3);
        var c = circuit.Constants;
        double Imbalance(int substeps, out double supplied)
        {
            var simulator = Simulator.Compile(new CircuitWithEnergies(), new Substeps(new RungeKutta4(), substeps), new() { TimeStep = 1, Steps = 300, Evaluator = Evaluator.Interpreter });
            var last = simulator.Run(Normals(1, 300, 0.3f), new Tensor([0f, 0f, (float)(1 / c.Capacitance), 0f, 0f], 1, 5), c.ToTensor()).Row(0)[^4..];
            var (i, v) = ((double)last[0], (double)last[1]);
            // Of a coil with L(i) = L / (1 + i² s): the integral of L(i) i di.
            var stored = c.Capacitance * v * v / 2 + c.Inductance / (2 * c.Saturation) * Math.Log(1 + i * i * c.Saturation);
            supplied = last[2];
            return last[2] - last[3] - stored;
        }

        var coarse = Math.Abs(Imbalance(2, out var energy));
        var fine = Math.Abs(Imbalance(8, out _));
        output.WriteLine($"supplied {energy:G4} nJ; imbalance {coarse:G3} with 2 steps a sample, {fine:G3} with 8");
        Assert.True(energy > 50);
        Assert.True(coarse < 1e-3 * energy);
        Assert.True(fine < 1e-5 * energy); // 2,400 additions of single precision
    }

    [Fact]
    public void The_steps_are_of_fourth_order_and_two_a_sample_are_enough()
    {
        var drive = Doubles(Normals(1, 784, 0.2f));
        double[] Of(int substeps) => new TransistorCircuit(Nominal with { Substeps = substeps }).RunInDouble(drive);
        var exact = Of(32);
        double Error(int substeps) => Math.Sqrt(Of(substeps).Zip(exact, (a, b) => (a - b) * (a - b)).Sum() / exact.Sum(y => y * y));
        var (two, four, eight) = (Error(2), Error(4), Error(8));
        output.WriteLine($"relative error {two:G3}, {four:G3}, {eight:G3}; orders {Math.Log2(two / four):F2}, {Math.Log2(four / eight):F2}");
        Assert.InRange(two, 1e-6, 2e-4);
        Assert.InRange(Math.Log2(four / eight), 3.7, 4.5);
    }

    [Fact]
    public void The_gain_gives_the_output_a_standard_deviation_of_a_third_at_the_reference_drive()
    {
        var circuit = new TransistorCircuit(Nominal);
        var values = Doubles(circuit.Run(Normals(64, 784, 0.2f), new Tensor(0), default));
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(y => (y - mean) * (y - mean)));
        output.WriteLine($"mean {mean:F4}, standard deviation {deviation:F4}, largest {values.Max():F3}, smallest {values.Min():F3}");
        Assert.Equal(0.33, deviation, 0.005);
    }

    // (V0 u - v) / R = v / Rp + I(v).
    private static double OperatingPoint(CircuitConstants c, double source)
    {
        double Surplus(double v) => (c.DriveVoltage * source - v) / c.Resistance - v / c.ParallelResistance - c.Current(v);
        return Brent.FindRoot(Surplus, -2 * c.DriveVoltage, 2 * c.DriveVoltage, 1e-12, 200);
    }

    // The least-squares a1, a2 of v[n + 2] = a1 v[n + 1] + a2 v[n].
    private static (double A1, double A2) Recurrence(double[] v)
    {
        double s11 = 0, s10 = 0, s00 = 0, s21 = 0, s20 = 0;
        for (var n = 0; n + 2 < v.Length; n++)
        {
            (s11, s10, s00) = (s11 + v[n + 1] * v[n + 1], s10 + v[n + 1] * v[n], s00 + v[n] * v[n]);
            (s21, s20) = (s21 + v[n + 2] * v[n + 1], s20 + v[n + 2] * v[n]);
        }
        var determinant = s11 * s00 - s10 * s10;
        return ((s21 * s00 - s20 * s10) / determinant, (s20 * s11 - s21 * s10) / determinant);
    }

    private static Tensor Normals(int rows, int columns, float sigma)
    {
        var values = new Tensor(rows, columns);
        Noise.FromSeed(4).Normals(0, values);
        foreach (ref var value in values.AsSpan())
            value *= sigma;
        return values;
    }

    private static double[] Doubles(Tensor values) => Array.ConvertAll(values.Values.ToArray(), value => (double)value);

    // The circuit, with the energies that the source has supplied and the resistances and the transistor have dissipated, in nJ (V mA us).
    private sealed class CircuitWithEnergies : IEquationsOfMotion
    {
        private readonly CircuitEquations circuit = new();

        public Quantities Quantities => circuit.Quantities with
        {
            States = [.. circuit.Quantities.States, "supplied", "dissipated"],
            Outputs = ["current", "voltage", "supplied", "dissipated"],
        };

        public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
        {
            circuit.Derivative(state[..3], drive, theta, rate[..3]);
            T i = state[0], v = state[1];
            rate[3] = theta[8] * drive[0] * i;
            rate[4] = theta[1] * i * i + v * v / theta[2] + v * CircuitEquations.Current(v, theta);
        }

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T>
        {
            state[..2].CopyTo(output);
            state[3..].CopyTo(output[2..]);
        }
    }
}

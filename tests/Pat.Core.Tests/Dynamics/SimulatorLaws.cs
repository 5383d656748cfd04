using System.Runtime.InteropServices;
using Pat.Core.Dynamics;
using Pat.Core.Lanes;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Dynamics;

[Trait("Category", "Law")]
public sealed class SimulatorLaws
{
    public static TheoryData<string> Names => SimulationCase.Names;

    // <dy, J v> against <Jᵀ dy, v>. Central differences of steps h, h/2, h/4, extrapolated: their error is of order h⁶ beside rounding of 1e-16/h.
    [Theory, MemberData(nameof(Names))]
    public void The_adjoint_is_the_transposed_derivative_in_double(string name)
    {
        var (row, simulator) = Made(name);
        var (drive, initial, theta) = Doubles(row.Draw(simulator, 1));
        var oracle = simulator.InDouble();
        var dy = Draw(1, simulator.OutputLength);
        var (_, dDrive, dInitial, dTheta) = oracle.Linearize(drive, initial, theta, _ => dy);
        foreach (var (input, gradient, seed) in new[] { (drive, dDrive, 2), (initial, dInitial, 3), (theta, dTheta, 4) })
        {
            if (gradient.Length == 0 && !row.Options.ParameterGradient)
                continue;
            var v = Draw(seed, input.Length);
            double At(double h)
            {
                var moved = input.Select((x, i) => x + h * v[i]).ToArray();
                return Dot(dy, oracle.Run(Chosen(input, drive, moved), Chosen(input, initial, moved), Chosen(input, theta, moved)));
            }
            double Quotient(double h) => (At(h) - At(-h)) / (2 * h);
            var numeric = (64 * Quotient(0.0025) - 20 * Quotient(0.005) + Quotient(0.01)) / 45;
            Assert.Equal(numeric, Dot(gradient, v), 1e-6 * Math.Max(Math.Abs(numeric), 1e-3 * Norm(gradient) * Norm(v)));
        }
    }

    // Each step rounds every state to 6e-8 of its size; over 37 steps of systems that amplify little, errors stay below 37 · 2 · 6e-8 = 5e-6.
    // Sums over 37 steps may cancel: below 0.5, their terms together are larger than they are.
    [Theory, MemberData(nameof(Names))]
    public void Lanes_agree_with_the_evaluation_in_double(string name)
    {
        var (row, simulator) = Made(name);
        var inputs = row.Draw(simulator, 3);
        var results = Results(simulator, inputs, out var dy);
        var dTheta = new double[results[3].Length];
        for (var r = 0; r < 3; r++)
        {
            var (y, dDrive, dInitial, dThetaOfRow) = simulator.InDouble().Linearize(
                Doubles(inputs.Drive.Row(r)), Doubles(inputs.Initial.Row(r)), Doubles(inputs.Theta.Values), _ => Doubles(dy.Row(r)));
            AssertClose(y, results[0].Row(r), 5e-6, $"{name}: y of row {r}");
            AssertClose(dDrive, results[1].Row(r), 5e-6, $"{name}: dDrive of row {r}");
            AssertClose(dInitial, results[2].Row(r), 5e-6, $"{name}: dInitial of row {r}");
            for (var i = 0; i < dTheta.Length; i++)
                dTheta[i] += dThetaOfRow[i];
        }
        AssertClose(dTheta, results[3].Values, 5e-6, $"{name}: dTheta");
    }

    [Theory, InlineData("circuit"), InlineData("pendulum"), InlineData("every function")]
    public void Rows_do_not_see_their_batch(string name)
    {
        var (row, simulator) = Made(name);
        var most = 3 * Widest.Count + 1;
        var alone = Enumerable.Range(0, most).Select(r => Results(simulator, Row(row.Draw(simulator, most), r), out _, r)).ToArray();
        for (var batch = 1; batch <= most; batch++)
        {
            var together = Results(simulator, row.Draw(simulator, batch), out _);
            for (var r = 0; r < batch; r++)
            {
                for (var part = 0; part < 3; part++)
                    Assert.True(SameBits(alone[r][part].Values, together[part].Row(r)), $"{name}: row {r} of {batch}, result {part}");
            }
        }
    }

    // The same operations on each row, whatever it is computed beside; LaneMath is one formula at every width.
    [Theory, MemberData(nameof(Names))]
    public void Widths_checkpoints_and_threads_do_not_change_a_bit(string name)
    {
        var row = SimulationCase.Named(name);
        var expected = Results(row.Compile(row.Options, 16), row, 19);
        foreach (var lanes in new[] { 1, 4, 8 })
            AssertSame(expected, Results(row.Compile(row.Options, lanes), row, 19), $"{name}, {lanes} lanes");
        foreach (var every in new[] { 1, 7, 1000 })
            AssertSame(expected, Results(row.Compile(row.Options with { CheckpointEvery = every }, 16), row, 19), $"{name}, checkpoint every {every}");
        var before = Workers.Threads;
        try
        {
            foreach (var threads in new[] { 1, 5 })
            {
                Workers.Threads = threads;
                AssertSame(expected, Results(row.Compile(row.Options, 4), row, 19), $"{name}, {threads} threads");
            }
        }
        finally
        {
            Workers.Threads = before;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Generated_code_has_the_bits_of_the_interpreter(string name)
    {
        var row = SimulationCase.Named(name);
        var generated = row.Options with { Evaluator = Evaluator.GeneratedCode };
        var expected = Results(row.Compile(row.Options, Widest.Count), row, 67); // more rows than a block of 4 vectors of 16 lanes
        AssertSame(expected, Results(row.Compile(generated, Widest.Count), row, 67), name);
        if (name is not ("circuit" or "every function"))
            return; // compiling takes most of the time
        foreach (var lanes in new[] { 4, 8 })
            AssertSame(expected, Results(row.Compile(generated, lanes), row, 67), $"{name}, {lanes} lanes");
        AssertSame(expected, Results(row.Compile(generated with { CheckpointEvery = 7 }, Widest.Count), row, 67), $"{name}, checkpoints");
    }

    [Theory, MemberData(nameof(Names))]
    public void Run_has_the_bits_of_Linearize(string name)
    {
        var (row, simulator) = Made(name);
        var (drive, initial, theta) = row.Draw(simulator, 5);
        Assert.True(SameBits(simulator.Run(drive, initial, theta).Values, simulator.Linearize(drive, initial, theta).Y.Values));
    }

    [Theory, MemberData(nameof(Names))]
    public void Leaving_out_the_gradient_of_parameters_changes_no_other_bit(string name)
    {
        var row = SimulationCase.Named(name);
        var all = Results(row.Compile(row.Options with { ParameterGradient = true }, Widest.Count), row, 3);
        var without = Results(row.Compile(row.Options with { ParameterGradient = false }, Widest.Count), row, 3);
        Assert.Equal(row.Theta.Length, all[3].Length);
        Assert.Equal([0], without[3].Shape);
        AssertSame(all[..3], without[..3], name);
    }

    private static (SimulationCase, Simulator) Made(string name)
    {
        var row = SimulationCase.Named(name);
        return (row, row.Compile(row.Options, Widest.Count));
    }

    private static Tensor[] Results(Simulator simulator, SimulationCase row, int batch) => Results(simulator, row.Draw(simulator, batch), out _);

    // Output and gradients; the gradient of the output of row r is that of row firstRow + r of the table's noise.
    private static Tensor[] Results(Simulator simulator, (Tensor Drive, Tensor Initial, Tensor Theta) inputs, out Tensor dy, int firstRow = 0)
    {
        var (y, pullback) = simulator.Linearize(inputs.Drive, inputs.Initial, inputs.Theta);
        var drawn = SimulationCase.Rows(Noise.FromSeed(9), firstRow + y.Rows, y.RowLength);
        dy = new Tensor(drawn.Values[(firstRow * y.RowLength)..], y.Shape);
        var (dDrive, dInitial, dTheta) = pullback(dy);
        return [y, dDrive, dInitial, dTheta];
    }

    private static (Tensor, Tensor, Tensor) Row((Tensor Drive, Tensor Initial, Tensor Theta) inputs, int row) =>
        (new(inputs.Drive.Row(row), 1, inputs.Drive.RowLength), new(inputs.Initial.Row(row), 1, inputs.Initial.RowLength), inputs.Theta);

    private static void AssertSame(Tensor[] expected, Tensor[] got, string what)
    {
        for (var part = 0; part < expected.Length; part++)
            Assert.True(SameBits(expected[part].Values, got[part].Values), $"{what}: result {part}");
    }

    private static void AssertClose(double[] expected, ReadOnlySpan<float> got, double tolerance, string what)
    {
        Assert.Equal(expected.Length, got.Length);
        var scale = Math.Max(expected.Select(Math.Abs).DefaultIfEmpty().Max(), 0.5);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - got[i]) <= tolerance * scale, $"{what}[{i}]: expected {expected[i]}, got {got[i]}, scale {scale}");
    }

    private static double[] Chosen(double[] input, double[] candidate, double[] moved) => ReferenceEquals(input, candidate) ? moved : candidate;

    private static (double[], double[], double[]) Doubles((Tensor Drive, Tensor Initial, Tensor Theta) inputs) =>
        (Doubles(inputs.Drive.Values), Doubles(inputs.Initial.Values), Doubles(inputs.Theta.Values));

    private static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), value => (double)value);

    private static double[] Draw(int seed, int length) => Doubles(SimulationCase.Rows(Noise.FromSeed(seed), 1, length).Values);

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Norm(double[] a) => Math.Sqrt(Dot(a, a));

    private static bool SameBits(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => MemoryMarshal.AsBytes(a).SequenceEqual(MemoryMarshal.AsBytes(b));
}

using System.Runtime.InteropServices;
using Pat.Core.Dynamics;
using Pat.Core.Dynamics.Fields;
using Pat.Core.Lanes;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Dynamics.Fields;

[Trait("Category", "Law")]
public sealed class FieldLaws
{
    public static TheoryData<string> Names => FieldCase.Names;

    // <dy, J v> against <Jᵀ dy, v>. Central differences of steps h, h/2, h/4, extrapolated: their error is of order h⁶ beside rounding of 1e-16/h.
    [Theory, MemberData(nameof(Names))]
    public void The_adjoint_is_the_transposed_derivative_in_double(string name)
    {
        var (_, simulator) = Made(name);
        var (drive, initial, theta) = Doubles(FieldCase.Draw(simulator, 1));
        var oracle = simulator.InDouble();
        var dy = Draw(1, simulator.OutputLength);
        var (_, dDrive, dInitial, dTheta) = oracle.Linearize(drive, initial, theta, _ => dy);
        foreach (var (input, gradient, seed) in new[] { (drive, dDrive, 2), (initial, dInitial, 3), (theta, dTheta, 4) })
        {
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

    // Each step rounds every state to 6e-8 of its size, and every sum over the index to 6e-8 of its terms; over 9 steps of systems that amplify
    // little, errors stay below 9 · 4 · 6e-8 = 2e-6 of the largest value. Sums may cancel: below 0.5, their terms together are larger than they are.
    [Theory, MemberData(nameof(Names))]
    public void Lanes_agree_with_the_evaluation_in_double(string name)
    {
        var (_, simulator) = Made(name);
        var inputs = FieldCase.Draw(simulator, 3);
        var results = Results(simulator, inputs, out var dy);
        var dTheta = new double[inputs.Theta.Length];
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

    [Theory, InlineData("plate"), InlineData("oscillators"), InlineData("everything")]
    public void Rows_do_not_see_their_batch(string name)
    {
        var (_, simulator) = Made(name);
        var most = 3 * Widest.Count + 1;
        var alone = Enumerable.Range(0, most).Select(r => Results(simulator, Row(FieldCase.Draw(simulator, most), r), out _, r)).ToArray();
        for (var batch = 1; batch <= most; batch++)
        {
            var together = Results(simulator, FieldCase.Draw(simulator, batch), out _);
            for (var r = 0; r < batch; r++)
            {
                for (var part = 0; part < 3; part++)
                    Assert.True(SameBits(alone[r][part].Values, together[part].Row(r)), $"{name}: row {r} of {batch}, result {part}");
            }
        }
    }

    // The same operations on each row, whatever it is computed beside; LaneMath is one formula at every width. 67 rows are three blocks.
    [Theory, MemberData(nameof(Names))]
    public void Widths_checkpoints_and_threads_do_not_change_a_bit(string name)
    {
        var row = FieldCase.Named(name);
        var expected = Results(row.Compile(row.Options, 16), 67);
        foreach (var lanes in new[] { 1, 4, 8 })
            AssertSame(expected, Results(row.Compile(row.Options, lanes), 67), $"{name}, {lanes} lanes");
        foreach (var every in new[] { 1, 4, 1000 })
            AssertSame(expected, Results(row.Compile(row.Options with { CheckpointEvery = every }, 16), 67), $"{name}, checkpoint every {every}");
        var before = Workers.Threads;
        try
        {
            foreach (var threads in new[] { 1, 5 })
            {
                Workers.Threads = threads;
                AssertSame(expected, Results(row.Compile(row.Options, 4), 67), $"{name}, {threads} threads");
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
        var row = FieldCase.Named(name);
        var generated = row.Options with { Evaluator = Evaluator.GeneratedCode };
        var expected = Results(row.Compile(row.Options, Widest.Count), 67);
        AssertSame(expected, Results(row.Compile(generated, Widest.Count), 67), name);
        if (name != "everything")
            return; // compiling takes most of the time
        foreach (var lanes in new[] { 4, 8 })
            AssertSame(expected, Results(row.Compile(generated, lanes), 67), $"{name}, {lanes} lanes");
    }

    [Theory, MemberData(nameof(Names))]
    public void A_run_without_gradients_has_the_same_bits(string name)
    {
        var (_, simulator) = Made(name);
        foreach (var batch in new[] { 3, 40 })
        {
            var (drive, initial, theta) = FieldCase.Draw(simulator, batch);
            Assert.True(SameBits(simulator.Linearize(drive, initial, theta).Y.Values, simulator.Run(drive, initial, theta).Values), $"{name}, {batch} rows");
        }
    }

    // 27 rows, 4 stages and 9 steps make 972 pairs for a matrix, which are summed in chains of 256: no chain ends where a step does.
    // Errors: 27 gradients rounded to 6e-8 of their size each, and chains of up to 256 terms, 2e-6 of the largest value at the very most.
    [Fact]
    public void Gradients_of_parameters_are_sums_over_the_rows()
    {
        var (_, simulator) = Made("oscillators");
        var inputs = FieldCase.Draw(simulator, 27);
        var sum = new double[inputs.Theta.Length];
        for (var r = 0; r < 27; r++)
        {
            var dTheta = Results(simulator, Row(inputs, r), out _, r)[3].Values;
            for (var i = 0; i < sum.Length; i++)
                sum[i] += dTheta[i];
        }
        AssertClose(sum, Results(simulator, inputs, out _)[3].Values, 2e-6, "dTheta");
    }

    [Theory, MemberData(nameof(Names))]
    public void An_empty_batch_gives_empty_results(string name)
    {
        var (_, simulator) = Made(name);
        var results = Results(simulator, FieldCase.Draw(simulator, 0), out _);
        Assert.Equal((0, 0, 0), (results[0].Rows, results[1].Rows, results[2].Rows));
        Assert.All(results[3].Values.ToArray(), value => Assert.Equal(0, value));
    }

    private static (FieldCase Row, FieldSimulator Simulator) Made(string name)
    {
        var row = FieldCase.Named(name);
        return (row, row.Compile(row.Options, Widest.Count));
    }

    private static Tensor[] Results(FieldSimulator simulator, int batch) => Results(simulator, FieldCase.Draw(simulator, batch), out _);

    private static Tensor[] Results(FieldSimulator simulator, (Tensor Drive, Tensor Initial, Tensor Theta) inputs, out Tensor dy, int firstRow = 0)
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
        var scale = Math.Max(expected.Max(Math.Abs), 0.5);
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

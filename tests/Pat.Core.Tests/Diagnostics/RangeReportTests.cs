using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Core.Tests.Diagnostics;

/// <summary>A device with inputs in [0, 1] and two parameter ports, used by a layer that clamps and by one that does not.</summary>
public sealed class RangeReportTests
{
    private static readonly SystemPorts Ports = new(
        Port("x", 2, 0, 1), [Port("bias", 1, -1, 1), Port("free", 1, float.NegativeInfinity, float.PositiveInfinity)], Port("y", 2, float.NegativeInfinity, float.PositiveInfinity));

    private static readonly Laboratory Device = new("device", new FunctionTwin(Ports, (x, _) => x), Noise.FromSeed(1), new(0, 0));

    private static readonly Network Two = new("two",
    [
        new("clamping", [new("theta", _ => new Tensor([0.5f, 3f], 2))], (x, pass) =>
            pass.Physical(pass.InputInRange(x * 2f, 0, 1), pass.ParametersInRange(pass.Parameter("theta"), 0, 1))),
        new("trusting", [new("theta", _ => new Tensor([-2f, 9f], 2))], (x, pass) => pass.Physical(x * 4f - 1f, pass.Parameter("theta"))),
    ]);

    // Doubled, the first layer's inputs are -2 0.5 / 1 3 / 0 1; clamped 0 0.5 / 1 1 / 0 1; the second layer's -1 1 / 3 3 / -1 3.
    private static readonly Tensor X = new([-1, 0.25f, 0.5f, 1.5f, 0, 0.5f], 3, 2);

    [Fact]
    public void What_a_network_clamps_is_counted_as_it_was_wanted_and_other_values_by_the_ports()
    {
        var uses = Uses(Two.Start(Noise.FromSeed(1)), X);
        var report = RangeReport.Of(uses, uses, Device);
        Assert.Equal([(1, "clamping"), (2, "trusting")], report.Select(use => (use.Number, use.Layer)));
        Assert.Equal((1 / 6.0, 1 / 6.0), (report[0].Inputs.Below, report[0].Inputs.Above));
        Assert.Equal((0, 0.5), (report[0].Parameters!.Value.Below, report[0].Parameters!.Value.Above));
        Assert.Equal((2 / 6.0, 3 / 6.0), (report[1].Inputs.Below, report[1].Inputs.Above));
        // -2 is below the first port; the second has no range.
        Assert.Equal((0.5, 0), (report[1].Parameters!.Value.Below, report[1].Parameters!.Value.Above));
    }

    [Fact]
    public void Counts_of_one_use_do_not_stay_for_the_next()
    {
        var uses = Uses(Two.Start(Noise.FromSeed(1)), X);
        Assert.Equal(new ClampCount(1, 1, 6), uses[0].ClampedInputs);
        Assert.Equal(default, uses[1].ClampedInputs);
    }

    [Fact]
    public void What_is_penalised_is_counted_too()
    {
        using var tape = new Tape();
        var uses = new List<PhysicalUse>();
        var pass = new Pass(tape, new Dictionary<string, Tensor>(), (x, _, _) => x) { Watch = uses.Add };
        pass.Physical(pass.PenalizedInputInRange(tape.Variable(X) * 2f, 0, 1), tape.Constant(new Tensor(0)));
        Assert.Equal(new ClampCount(1, 1, 6), uses[0].ClampedInputs);
        Assert.Equal([0, 0.5f, 1, 1, 0, 1], uses[0].X.Values);
        Assert.Equal((4 + 4) / 6f, pass.Penalty!.Value.Values[0]); // 2 are missing below and 2 above
    }

    [Fact]
    public void Nothing_departs_from_itself()
    {
        var uses = Uses(Two.Start(Noise.FromSeed(1)), X);
        foreach (var use in RangeReport.Of(uses, uses, Device))
        {
            Assert.Equal(new(0, 0), use.Inputs.FromStart);
            Assert.Equal(new(0, 0), use.Parameters!.Value.FromStart);
        }
    }

    [Fact]
    public void A_shift_is_in_deviations_of_the_start_over_all_elements()
    {
        // Columns: mean 2 and deviation 1, moved by 3; constant, moved by 1; mean 0 and deviation 2, moved by -2.
        Tensor start = new([1, 5, -2, 2, 5, 0, 3, 5, 2], 3, 3), now = new([4, 6, -4, 5, 6, -2, 6, 6, 0], 3, 3);
        var shift = ShiftFromStart.OfRows(start, now);
        Assert.Equal(Math.Sqrt((9 + 1 + 4) / (1 + 0 + 4.0)), shift.Shift!.Value, 1e-12);
        // All of the first two columns, and -4 of the third.
        Assert.Equal(7 / 9.0, shift.Outside, 1e-12);
        Assert.Null(ShiftFromStart.OfRows(new Tensor([1, 1], 2, 1), new Tensor([2, 2], 2, 1)).Shift);
    }

    [Fact]
    public void Parameters_move_in_deviations_of_all_of_them()
    {
        // Mean 2, deviation 1; changes 0, 0 and 3.
        var shift = ShiftFromStart.OfParameters(new Tensor([1, 2, 3], 3), new Tensor([1, 2, 6], 3));
        Assert.Equal(Math.Sqrt(3), shift.Shift!.Value, 1e-12);
        Assert.Equal(1 / 3.0, shift.Outside, 1e-12);
        Assert.Null(ShiftFromStart.OfParameters(new Tensor([1], 1), new Tensor([2], 1)).Shift);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        var uses = Uses(Two.Start(Noise.FromSeed(1)), X);
        Assert.StartsWith("RangeReport: expected 2 uses", Assert.Throws<ArgumentException>(() => RangeReport.Of(uses, [uses[0]], Device)).Message, StringComparison.Ordinal);
        Assert.Contains("expected shape [rows, 2], got [3, 1]", Assert.Throws<ShapeException>(() => ShiftFromStart.OfRows(new(3, 2), new(3, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("[at least 2 rows, size]", Assert.Throws<ShapeException>(() => ShiftFromStart.OfRows(new(1, 2), new(1, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("expected shape [2], got [3]", Assert.Throws<ShapeException>(() => ShiftFromStart.OfParameters(new(2), new(3))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Watching_changes_no_bit()
    {
        var parameters = Two.Start(Noise.FromSeed(1));
        var watched = Uses(parameters, X)[^1].Y;
        Assert.Equal(Two.Forward(parameters, X, PhysicalSteps.Measured(Device, Purpose.Evaluate))[^1].Value.Values, watched.Values);
    }

    private static IReadOnlyList<PhysicalUse> Uses(SortedDictionary<string, Tensor> parameters, Tensor x) =>
        PhysicalUse.Record(Two, parameters, x, PhysicalSteps.Measured(Device, Purpose.Evaluate));

    private static Port Port(string name, int size, float min, float max) => new(name, size, min, max, "1", new Layout.Values());
}

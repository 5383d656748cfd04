using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Systems.Electronics.TransistorCircuit;

namespace Pat.Systems.Tests.Electronics;

/// <summary>What is refused, and what is said then.</summary>
public sealed class TransistorCircuitBorderTests
{
    private static readonly TransistorCircuitDescription Nominal = new() { Samples = 20 };

    [Fact]
    public void Steps_that_are_too_long_are_refused_with_how_much_too_long()
    {
        // 1 mH and 0.1 nF: 3.2 radians per microsecond.
        var fast = Nominal with { Inductance = 1e-3, Capacitance = 1e-10, Transconductance = 0, Substeps = 1 };
        Assert.Equal(
            "TransistorCircuit Substeps: Runge-Kutta steps of 1 us are unstable at rest, where omega dt is 3.17: expected below 2.83, got 1.12 times that. "
            + "Take at least 2 Substeps instead of 1, or slower components.",
            Message(fast));
        Assert.NotNull(new TransistorCircuit(fast with { Substeps = 2 }));

        var conducting = Nominal with { Transconductance = 20e-3 };
        Assert.StartsWith(
            "TransistorCircuit Substeps: Runge-Kutta steps of 0.5 us are unstable with the source held at 1, where the decay rate times dt is ",
            Message(conducting));
        Assert.NotNull(new TransistorCircuit(conducting with { Substeps = 6 }));
    }

    [Fact]
    public void A_device_that_is_too_fast_for_the_steps_takes_more_of_them()
    {
        // Device 4 at three times the gap conducts so well that two steps a sample diverge.
        var gap = new TransistorCircuitGap(Drift: 0).Scaled(3);
        var x = new Tensor(1, 20);
        x.AsSpan().Fill(1);
        float[] Of(int substeps) => TransistorCircuit.Fabricate(Nominal with { Substeps = substeps }, gap, 4).Run(x, new Tensor(0), default).Values.ToArray();
        var needed = CircuitStability.SubstepsFor(TransistorCircuit.Fabricate(Nominal, gap, 4).Constants, Nominal);
        Assert.True(needed > 2);
        Assert.Equal(Of(needed), Of(2));
    }

    [Fact]
    public void Impossible_constants_are_refused_by_name()
    {
        Assert.Equal("TransistorCircuit Samples: expected at least 1, got 0.", Message(Nominal with { Samples = 0 }));
        Assert.Equal("TransistorCircuit Substeps: expected at least 1, got 0.", Message(Nominal with { Substeps = 0 }));
        Assert.Equal("TransistorCircuit SampleRate: expected a finite number above 0, got 0.", Message(Nominal with { SampleRate = 0 }));
        Assert.Equal("TransistorCircuit Inductance: expected a finite number above 0, got -0.003.", Message(Nominal with { Inductance = -3e-3 }));
        Assert.Equal("TransistorCircuit Capacitance: expected a finite number above 0, got NaN.", Message(Nominal with { Capacitance = double.NaN }));
        Assert.Equal("TransistorCircuit Resistance: expected a finite number of at least 0, got -50.", Message(Nominal with { Resistance = -50 }));
        Assert.Equal("TransistorCircuit Threshold: expected a finite number, got Infinity.", Message(Nominal with { Threshold = double.PositiveInfinity }));
        Assert.Equal("TransistorCircuit Smoothing: expected a finite number above 0, got 0.", Message(Nominal with { Smoothing = 0 }));
        Assert.Equal("TransistorCircuit DriftAmplitude: expected a number of at least 0 and below 1, got 1.", Message(Nominal with { DriftAmplitude = 1 }));
    }

    [Fact]
    public void A_gap_without_a_device_is_refused_by_name()
    {
        var error = Assert.Throws<ArgumentException>(() => TransistorCircuit.Fabricate(Nominal, new(Saturation: -1), 1));
        Assert.Equal("TransistorCircuitGap Saturation: expected a finite number of at least 0, got -1.", error.Message);
        error = Assert.Throws<ArgumentException>(() => TransistorCircuit.Fabricate(Nominal, new(Drift: 300), 1));
        Assert.Equal("TransistorCircuitGap Drift: expected a drift of the capacitance below 1, got 300 times 0.004.", error.Message);
    }

    [Fact]
    public void What_does_not_fit_the_ports_is_refused_with_what_was_expected()
    {
        var twin = new TransistorCircuit(Nominal);
        Assert.Equal(
            "TransistorCircuit source: expected shape [batch, 20], got [2, 21].",
            Assert.Throws<ShapeException>(() => twin.Run(new Tensor(2, 21), new Tensor(0), default)).Message);
        Assert.Equal(
            "TransistorCircuit theta: expected shape [0], got [1].",
            Assert.Throws<ShapeException>(() => twin.Run(new Tensor(2, 20), new Tensor(1), default)).Message);
        var pullback = twin.Linearize(new Tensor(2, 20), new Tensor(0), default).Pullback;
        Assert.Equal(
            "TransistorCircuit dy: expected shape [2, 20], got [1, 20].",
            Assert.Throws<ShapeException>(() => pullback(new Tensor(1, 20))).Message);
        Assert.Equal(new Layout.Series(1e-6, 1), twin.Ports.Output.Layout);
    }

    [Fact]
    public void No_rows_are_no_rows() =>
        Assert.Equal(0, TransistorCircuitBench.Fabricate(Nominal, new(), 1).Device.Run(new Tensor(0, 20), new Tensor(0), default).Length);

    private static string Message(TransistorCircuitDescription description) =>
        Assert.Throws<ArgumentException>(() => new TransistorCircuit(description)).Message;
}

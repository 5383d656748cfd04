using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Systems.Electronics.TransistorCircuit;

/// <summary>The constants of one circuit in microseconds, volts and milliamperes, so that all numbers are near 1: mH, nF, kΩ, mA/V².</summary>
/// <param name="Inductance">L in mH.</param>
/// <param name="Capacitance">C in nF.</param>
/// <param name="Resistance">R in kΩ.</param>
/// <param name="ParallelResistance">Resistance across the capacitor in kΩ.</param>
/// <param name="Transconductance">K in mA/V².</param>
/// <param name="Threshold">Threshold voltage in V.</param>
/// <param name="Smoothing">Voltage over which the transistor turns on, in V.</param>
/// <param name="ChannelLengthModulation">λ in 1/V.</param>
/// <param name="Saturation">One over the square of the inductor's saturation current, in 1/mA².</param>
/// <param name="DriveVoltage">Voltage of the source at an input of 1.</param>
/// <param name="Gain">Output per volt.</param>
internal sealed record CircuitConstants(
    double Inductance, double Capacitance, double Resistance, double ParallelResistance, double Transconductance, double Threshold,
    double Smoothing, double ChannelLengthModulation, double Saturation, double DriveVoltage, double Gain)
{
    /// <summary>The nominal constants: those of the twin.</summary>
    public static CircuitConstants Of(TransistorCircuitDescription d) => new(
        d.Inductance * 1e3, d.Capacitance * 1e9, d.Resistance * 1e-3, d.ParallelResistance * 1e-3, d.Transconductance * 1e3, d.Threshold,
        d.Smoothing, ChannelLengthModulation: 0, Saturation: 0, d.DriveVoltage, d.Gain);

    /// <summary>Those of a device. The draws do not depend on the strengths, so that a gap can be scaled on the same device.</summary>
    public static CircuitConstants Fabricated(TransistorCircuitDescription d, TransistorCircuitGap gap, Noise device)
    {
        Span<float> draws = stackalloc float[6];
        device.Split("components").Normals(0, draws);
        var nominal = Of(d);
        var current = d.SaturationCurrent * 1e3;
        return nominal with
        {
            Inductance = nominal.Inductance * Math.Exp(gap.Reactances * d.InductanceTolerance * draws[0]),
            Capacitance = nominal.Capacitance * Math.Exp(gap.Reactances * d.CapacitanceTolerance * draws[1]),
            Resistance = nominal.Resistance * Math.Exp(gap.Resistances * d.ResistanceTolerance * draws[2]),
            ParallelResistance = nominal.ParallelResistance * Math.Exp(gap.Resistances * d.ParallelResistanceTolerance * draws[3]),
            Transconductance = nominal.Transconductance * Math.Exp(gap.Transistor * d.TransconductanceTolerance * draws[4]),
            Threshold = nominal.Threshold + gap.Transistor * d.ThresholdTolerance * draws[5],
            ChannelLengthModulation = gap.ChannelLength * d.ChannelLengthModulation,
            Saturation = gap.Saturation / (current * current),
        };
    }

    /// <summary>The constants in which devices differ as quantities, beside those of the nominal circuit.</summary>
    public IEnumerable<Quantity> Beside(CircuitConstants nominal) =>
    [
        new("inductance", "mH", nominal.Inductance, Inductance),
        new("capacitance", "nF", nominal.Capacitance, Capacitance),
        new("resistance", "kΩ", nominal.Resistance, Resistance),
        new("parallel resistance", "kΩ", nominal.ParallelResistance, ParallelResistance),
        new("transconductance", "mA/V²", nominal.Transconductance, Transconductance),
        new("threshold", "V", nominal.Threshold, Threshold),
        new("channel-length modulation", "1/V", nominal.ChannelLengthModulation, ChannelLengthModulation),
        new("inverse square of the saturation current", "1/mA²", nominal.Saturation, Saturation),
    ];

    /// <summary>These constants with the values of <see cref="Beside"/>.</summary>
    /// <exception cref="ArgumentException">No circuit has them; the message names the first.</exception>
    public CircuitConstants With(double[][] values)
    {
        static double AtLeast(string name, double value, double least) => Quantity.InRange("TransistorCircuit " + name, value, least, 1e9);
        const double positive = 1e-9;
        return this with
        {
            Inductance = AtLeast("inductance", values[0][0], positive),
            Capacitance = AtLeast("capacitance", values[1][0], positive),
            Resistance = AtLeast("resistance", values[2][0], 0),
            ParallelResistance = AtLeast("parallel resistance", values[3][0], positive),
            Transconductance = AtLeast("transconductance", values[4][0], 0),
            Threshold = AtLeast("threshold", values[5][0], -1e9),
            ChannelLengthModulation = AtLeast("channel-length modulation", values[6][0], 0),
            Saturation = AtLeast("inverse square of the saturation current", values[7][0], 0),
        };
    }

    /// <summary>θ of the equations, in the order of <see cref="CircuitEquations"/>: all but the capacitance, which belongs to the run.</summary>
    public Tensor ToTensor() => new(
        [
            (float)Inductance, (float)Resistance, (float)ParallelResistance, (float)Transconductance, (float)Threshold,
            (float)Smoothing, (float)ChannelLengthModulation, (float)Saturation, (float)DriveVoltage, (float)Gain,
        ], 10);

    /// <summary>Current of the transistor in mA at a voltage.</summary>
    public double Current(double v)
    {
        var on = TurnedOn(v);
        return Transconductance / 2 * on * on * (1 + ChannelLengthModulation * v);
    }

    /// <summary>Small-signal conductance of the transistor in mA/V at a voltage.</summary>
    public double Conductance(double v)
    {
        var (on, x) = (TurnedOn(v), v - Threshold);
        var slope = (1 + x / Math.Sqrt(x * x + Smoothing * Smoothing)) / 2;
        return Transconductance * on * (slope * (1 + ChannelLengthModulation * v) + on * ChannelLengthModulation / 2);
    }

    /// <summary>Voltage and current where a source held at an input of 1 ends: V0 − v = R (v / Rp + I(v)), by bisection between 0 and V0.</summary>
    public (double Voltage, double Current) OperatingPoint()
    {
        var (low, high) = (0.0, DriveVoltage);
        for (var halving = 0; halving < 60; halving++)
        {
            var v = (low + high) / 2;
            if (DriveVoltage - v > Resistance * (v / ParallelResistance + Current(v)))
                low = v;
            else
                high = v;
        }
        return (low, low / ParallelResistance + Current(low));
    }

    private double TurnedOn(double v)
    {
        var x = v - Threshold;
        return (x + Math.Sqrt(x * x + Smoothing * Smoothing)) / 2;
    }
}

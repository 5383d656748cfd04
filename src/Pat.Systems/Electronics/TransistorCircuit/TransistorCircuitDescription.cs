using static System.FormattableString;

namespace Pat.Systems.Electronics.TransistorCircuit;

/// <summary>
/// Constants of an inductor and a capacitor with a diode-connected transistor across the capacitor, driven by a voltage series and read as
/// the voltage of the capacitor.
/// </summary>
/// <remarks>
/// SI units. The kind of circuit, and a drive and reading at 1 MS/s, are those of the electronic system of Wright et al., Nature 601, 549 (2022),
/// doi 10.1038/s41586-021-04223-6; its components are not these. All values are our choice but for those with a source.
/// </remarks>
public sealed record TransistorCircuitDescription
{
    /// <summary>Samples of a run, at least 1.</summary>
    public int Samples { get; init; } = 784;

    /// <summary>Samples per second of drive and reading, above 0.</summary>
    public double SampleRate { get; init; } = 1e6;

    /// <summary>Runge-Kutta steps per sample, at least 1. With 2 the error is 3e-5 of the output (a test measures it).</summary>
    public int Substeps { get; init; } = 2;

    /// <summary>Voltage of the source at an input of 1, in volts, above 0.</summary>
    public double DriveVoltage { get; init; } = 5;

    /// <summary>Inductance L in henry, above 0. With C: 53 kHz and 1 kilo-ohm.</summary>
    public double Inductance { get; init; } = 3e-3;

    /// <summary>Capacitance C in farad, above 0.</summary>
    public double Capacitance { get; init; } = 3e-9;

    /// <summary>Resistance R of source and inductor, in ohm, at least 0. With the parallel resistance: Q = 10.</summary>
    public double Resistance { get; init; } = 50;

    /// <summary>Resistance across the capacitor, in ohm, above 0.</summary>
    public double ParallelResistance { get; init; } = 20e3;

    /// <summary>Transconductance parameter K of the transistor, in ampere per square volt, at least 0; 0 is no transistor.</summary>
    public double Transconductance { get; init; } = 2e-3;

    /// <summary>Threshold voltage of the transistor, in volts.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Voltage over which the transistor turns on, in volts, above 0.</summary>
    public double Smoothing { get; init; } = 0.1;

    /// <summary>
    /// Output per volt, above 0. The default gives the output a standard deviation of 0.33 for inputs that are independent normal numbers
    /// of standard deviation 0.2 (a test computes it).
    /// </summary>
    public double Gain { get; init; } = 0.42;

    /// <summary>Device: relative standard deviation of the inductance (log-normal): an inductor of 5 %.</summary>
    public double InductanceTolerance { get; init; } = 0.05;

    /// <summary>Device: relative standard deviation of the capacitance (log-normal): a capacitor of 5 %.</summary>
    public double CapacitanceTolerance { get; init; } = 0.05;

    /// <summary>Device: relative standard deviation of the series resistance (log-normal), most of which is the inductor's own.</summary>
    public double ResistanceTolerance { get; init; } = 0.15;

    /// <summary>Device: relative standard deviation of the parallel resistance (log-normal), which stands for leakage and losses of the core.</summary>
    public double ParallelResistanceTolerance { get; init; } = 0.2;

    /// <summary>Device: relative standard deviation of the transconductance parameter (log-normal).</summary>
    public double TransconductanceTolerance { get; init; } = 0.2;

    /// <summary>Device: standard deviation of the threshold voltage, in volts.</summary>
    public double ThresholdTolerance { get; init; } = 0.05;

    /// <summary>Device: channel-length modulation λ of the transistor, per volt.</summary>
    public double ChannelLengthModulation { get; init; } = 0.1;

    /// <summary>Device: current at which the inductor's core has lost half its inductance, in ampere, above 0.</summary>
    public double SaturationCurrent { get; init; } = 40e-3;

    /// <summary>Device: relative amplitude of the thermal drift of the capacitance.</summary>
    public double DriftAmplitude { get; init; } = 0.004;

    /// <summary>Device: period of the thermal drift in seconds on the hardware clock, above 0: that of an air conditioning.</summary>
    public double DriftPeriod { get; init; } = 600;

    /// <summary>Time from sample to sample, in seconds.</summary>
    public double SamplingPeriod => 1 / SampleRate;

    /// <summary>Throws unless the numbers describe a circuit that can be simulated.</summary>
    /// <exception cref="ArgumentException">A constant is impossible, or the time step is too long for the Runge-Kutta method.</exception>
    public void Check()
    {
        AtLeastOne(nameof(Samples), Samples);
        AtLeastOne(nameof(Substeps), Substeps);
        Positive(nameof(SampleRate), SampleRate);
        Positive(nameof(DriveVoltage), DriveVoltage);
        Positive(nameof(Inductance), Inductance);
        Positive(nameof(Capacitance), Capacitance);
        AtLeastZero(nameof(Resistance), Resistance);
        Positive(nameof(ParallelResistance), ParallelResistance);
        AtLeastZero(nameof(Transconductance), Transconductance);
        Finite(nameof(Threshold), Threshold);
        Positive(nameof(Smoothing), Smoothing);
        Positive(nameof(Gain), Gain);
        AtLeastZero(nameof(InductanceTolerance), InductanceTolerance);
        AtLeastZero(nameof(CapacitanceTolerance), CapacitanceTolerance);
        AtLeastZero(nameof(ResistanceTolerance), ResistanceTolerance);
        AtLeastZero(nameof(ParallelResistanceTolerance), ParallelResistanceTolerance);
        AtLeastZero(nameof(TransconductanceTolerance), TransconductanceTolerance);
        AtLeastZero(nameof(ThresholdTolerance), ThresholdTolerance);
        AtLeastZero(nameof(ChannelLengthModulation), ChannelLengthModulation);
        Positive(nameof(SaturationCurrent), SaturationCurrent);
        if (!(DriftAmplitude is >= 0 and < 1))
            throw Refused(nameof(DriftAmplitude), "a number of at least 0 and below 1", DriftAmplitude);
        Positive(nameof(DriftPeriod), DriftPeriod);
        CircuitStability.Check(this);
    }

    private static void AtLeastOne(string name, int value)
    {
        if (value < 1)
            throw Refused(name, "at least 1", value);
    }

    private static void Positive(string name, double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw Refused(name, "a finite number above 0", value);
    }

    private static void AtLeastZero(string name, double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw Refused(name, "a finite number of at least 0", value);
    }

    private static void Finite(string name, double value)
    {
        if (!double.IsFinite(value))
            throw Refused(name, "a finite number", value);
    }

    private static ArgumentException Refused(string name, string expected, double value) =>
        new(Invariant($"TransistorCircuit {name}: expected {expected}, got {value}."));
}

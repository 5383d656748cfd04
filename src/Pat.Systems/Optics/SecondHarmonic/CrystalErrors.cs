using Pat.Core.Randomness;

namespace Pat.Systems.Optics.SecondHarmonic;

/// <summary>In what one apparatus differs from the nominal one, as numbers: what <see cref="CoupledWaveConstants"/> are computed from.</summary>
internal sealed record CrystalErrors
{
    /// <summary>Gain of the amplitude of each channel; nominally 1.</summary>
    public required double[] Gain { get; init; }

    /// <summary>Spectral phase of each channel, in radians; nominally 0.</summary>
    public required double[] Phase { get; init; }

    /// <summary>Shift of the spectral envelope, in hertz.</summary>
    public double EnvelopeShift { get; init; }

    /// <summary>Relative widening of the spectral envelope.</summary>
    public double EnvelopeWidening { get; init; }

    /// <summary>Share of a channel's amplitude that each neighbour receives.</summary>
    public double Crosstalk { get; init; }

    /// <summary>Share of a line's power that the spectrometer shows on the next line.</summary>
    public double Leak { get; init; }

    /// <summary>Coupling times crystal length; 0 in the nominal crystal, which depletes nothing.</summary>
    public double Coupling { get; init; }

    /// <summary>Group-velocity mismatch, dispersion and phase mismatch of the crystal in parts of those of the description; 0 in the nominal crystal.</summary>
    public double Dispersion { get; init; }

    /// <summary>Relative jitter of the pulse energy, standard deviation.</summary>
    public double EnergyJitter { get; init; }

    /// <summary>Those of the nominal apparatus.</summary>
    public static CrystalErrors None(SecondHarmonicDescription d) => new() { Gain = [.. Enumerable.Repeat(1.0, d.Channels)], Phase = new double[d.Channels] };

    /// <summary>Draws the fixed errors of a device seed; the draws do not depend on the strengths, so that a gap can be scaled on the same device.</summary>
    public static CrystalErrors Fabricate(SecondHarmonicDescription d, SecondHarmonicGap gap, long deviceSeed, double jitterFactor)
    {
        var fabrication = Noise.FromSeed(deviceSeed).Split("second-harmonic");
        var gains = Normals(fabrication.Split("gain"), d.Channels);
        var phases = Normals(fabrication.Split("phase"), d.Channels);
        double PhaseOf(int channel)
        {
            var w = 2 * Math.PI * d.Frequency(channel);
            return d.GroupDelayDispersion * w * w / 2 + d.ThirdOrderDispersion * w * w * w / 6 + d.RandomPhase * phases[channel];
        }

        return new()
        {
            Gain = [.. gains.Select(gain => 1 + gap.Gain * d.ChannelGainError * gain)],
            Phase = [.. Enumerable.Range(0, d.Channels).Select(channel => gap.Phase * PhaseOf(channel))],
            EnvelopeShift = gap.Envelope * d.EnvelopeShift,
            EnvelopeWidening = gap.Envelope * d.EnvelopeWidening,
            Crosstalk = gap.Crosstalk * d.ShaperCrosstalk,
            Leak = gap.Leak * d.SpectrometerLeak,
            Coupling = gap.Depletion * d.Coupling,
            Dispersion = gap.Dispersion,
            EnergyJitter = jitterFactor * d.EnergyJitter,
        };
    }

    /// <summary>The errors as quantities, beside those of the nominal apparatus.</summary>
    public IReadOnlyList<Quantity> Beside(CrystalErrors nominal) =>
    [
        new("channel gain", "1", nominal.Gain, Gain),
        new("channel phase", "rad", nominal.Phase, Phase),
        new("envelope shift", "Hz", nominal.EnvelopeShift, EnvelopeShift),
        new("envelope widening", "1", nominal.EnvelopeWidening, EnvelopeWidening),
        new("shaper crosstalk", "1 (of the amplitude, to each neighbour)", nominal.Crosstalk, Crosstalk),
        new("spectrometer leak", "1 (of a line's power)", nominal.Leak, Leak),
        new("coupling times length", "1", nominal.Coupling, Coupling),
        new("crystal dispersion", "1 (of the description's)", nominal.Dispersion, Dispersion),
        new("energy jitter", "1 (rms of the pulse energy)", nominal.EnergyJitter, EnergyJitter),
    ];

    /// <summary>The errors of the values of <see cref="Beside"/>.</summary>
    /// <exception cref="ArgumentException">No apparatus has them; the message names the first.</exception>
    public static CrystalErrors Of(double[][] values) => new()
    {
        Gain = values[0],
        Phase = values[1],
        EnvelopeShift = values[2][0],
        EnvelopeWidening = Quantity.InRange("CoupledWaveCrystal envelope widening", values[3][0], -0.99, 1e6),
        Crosstalk = Quantity.InRange("CoupledWaveCrystal shaper crosstalk", values[4][0], -1e6, Math.BitIncrement(0.5)),
        Leak = Quantity.InRange("CoupledWaveCrystal spectrometer leak", values[5][0], 0, Math.BitIncrement(1)),
        Coupling = values[6][0],
        Dispersion = values[7][0],
        EnergyJitter = values[8][0],
    };

    private static float[] Normals(Noise noise, int count)
    {
        var normals = new float[count];
        noise.Normals(0, normals);
        return normals;
    }
}

using static System.FormattableString;

namespace Pat.Systems.Optics.SecondHarmonic;

/// <summary>
/// Constants of a broadband second-harmonic generator: a femtosecond pulse passes a pulse shaper, which sets the signed amplitude
/// of each spectral channel, and a χ⁽²⁾ crystal; a spectrometer reads the second harmonic.
/// </summary>
/// <remarks>
/// SI units. Pulse length and wavelength as in Wright et al., Nature 601, 549 (2022). Group-velocity mismatch and dispersion are those of
/// β-barium borate, type I (ooe), at 29.4°, from the Sellmeier equation of Eimerl, Davis, Velsko, Graham, Zalkin,
/// J. Appl. Phys. 62, 1968 (1987), doi 10.1063/1.339536. Everything marked "our choice" is a plausible value of no particular apparatus.
/// </remarks>
public sealed record SecondHarmonicDescription
{
    /// <summary>Spectral channels of the pulse shaper: parameters on the even ones, data on the odd ones.</summary>
    public int Channels { get; init; } = 100;

    /// <summary>Samples of the time window, which is 1 / <see cref="ChannelSpacing"/> long (our choice: no line aliases below 201).</summary>
    public int Samples { get; init; } = 256;

    /// <summary>Distance of neighbouring channels, in hertz (our choice).</summary>
    public double ChannelSpacing { get; init; } = 0.1e12;

    /// <summary>Length of the transform-limited pulse, full width at half maximum of the intensity, in seconds.</summary>
    public double PulseDuration { get; init; } = 100e-15;

    /// <summary>Centre wavelength, in metres: where the dispersion below is taken; no other number depends on it.</summary>
    public double CentreWavelength { get; init; } = 790e-9;

    /// <summary>Length of the crystal, in metres (our choice).</summary>
    public double CrystalLength { get; init; } = 0.5e-3;

    /// <summary>Group-velocity mismatch of fundamental and second harmonic, in seconds per metre.</summary>
    public double GroupVelocityMismatch { get; init; } = 195e-12;

    /// <summary>Group-velocity dispersion of the fundamental, in s²/m.</summary>
    public double FundamentalDispersion { get; init; } = 73e-27;

    /// <summary>Group-velocity dispersion of the second harmonic, in s²/m.</summary>
    public double HarmonicDispersion { get; init; } = 197e-27;

    /// <summary>Phase mismatch over the crystal, in radians (our choice).</summary>
    public double PhaseMismatch { get; init; } = 0.6;

    /// <summary>Coupling times crystal length for the peak field of the transform-limited pulse with all channels on (our choice; about 130 nJ in a 30 µm waist for an effective nonlinear coefficient of 2 pm/V).</summary>
    public double Coupling { get; init; } = 3.0;

    /// <summary>Residual group-delay dispersion of the pulse, in s² (our choice).</summary>
    public double GroupDelayDispersion { get; init; } = 1000e-30;

    /// <summary>Residual third-order dispersion of the pulse, in s³ (our choice).</summary>
    public double ThirdOrderDispersion { get; init; } = 2e4 * 1e-45;

    /// <summary>Residual random phase of a channel, standard deviation in radians (our choice).</summary>
    public double RandomPhase { get; init; } = 0.1;

    /// <summary>Share of a channel's amplitude that each neighbour receives (our choice).</summary>
    public double ShaperCrosstalk { get; init; } = 0.03;

    /// <summary>Relative gain error of a channel, standard deviation (our choice).</summary>
    public double ChannelGainError { get; init; } = 0.05;

    /// <summary>Shift of the spectral envelope from its nominal centre, in hertz (our choice).</summary>
    public double EnvelopeShift { get; init; } = 0.1e12;

    /// <summary>Relative widening of the spectral envelope (our choice).</summary>
    public double EnvelopeWidening { get; init; } = 0.03;

    /// <summary>Share of a line's power that the spectrometer shows on the next line (our choice).</summary>
    public double SpectrometerLeak { get; init; } = 0.10;

    /// <summary>Levels of the pulse shaper (our choice: 8 bits).</summary>
    public int ShaperLevels { get; init; } = 256;

    /// <summary>Relative jitter of the pulse energy from run to run, standard deviation (our choice).</summary>
    public double EnergyJitter { get; init; } = 0.005;

    /// <summary>Photo-electrons at an output of 1 (our choice).</summary>
    public double ElectronsAtOne { get; init; } = 4e4;

    /// <summary>Read noise of the spectrometer, in units of the output (our choice).</summary>
    public double ReadNoise { get; init; } = 1e-3;

    /// <summary>Output of the nominal device for uniformly random programs, mean over the ten central lines: sets the spectrometer's scale.</summary>
    public double MeanOutput { get; init; } = 0.3;

    /// <summary>Number of outputs: every second line of the second harmonic, those where parameters meet data.</summary>
    public int Lines => Channels / 2;

    /// <summary>Frequency of a channel relative to the centre, in hertz.</summary>
    public double Frequency(int channel) => (channel - Channels / 2) * ChannelSpacing;

    /// <summary>Nominal field amplitude of a channel: a Gaussian spectrum, normalised so that the peak field with all channels on is 1.</summary>
    public double[] Envelope() => Envelope(shift: 0, widening: 0);

    /// <summary>Field amplitude of each channel for a spectrum that is shifted (in hertz) and widened (relative), on the nominal scale.</summary>
    public double[] Envelope(double shift, double widening)
    {
        // Time-bandwidth product of a Gaussian pulse: 2 ln 2 / pi = 0.4413.
        var width = 2 * Math.Log(2) / Math.PI / PulseDuration;
        double Gaussian(double frequency, double fullWidth) => Math.Exp(-2 * Math.Log(2) * Math.Pow(frequency / fullWidth, 2));

        var peak = 0.0;
        for (var channel = 0; channel < Channels; channel++)
            peak += Gaussian(Frequency(channel), width);
        var envelope = new double[Channels];
        for (var channel = 0; channel < Channels; channel++)
            envelope[channel] = Gaussian(Frequency(channel) - shift, width * (1 + widening)) / peak;
        return envelope;
    }

    /// <summary>
    /// |B|² of the thin crystal that the spectrometer shows as 1. For uniform programs the signed amplitudes have variance 1/3, and
    /// line i is the sum over the pairs of a parameter and a data channel that meet there: E|B_i|² = 4/9 Σ E_p² E_d².
    /// </summary>
    public double PowerAtOne()
    {
        var envelope = Envelope();
        var (first, count) = (Lines / 2 - 5, 10);
        var mean = 0.0;
        for (var line = first; line < first + count; line++)
        {
            for (var p = 0; p < Lines; p++)
            {
                var d = line + Lines / 2 - p;
                if (d >= 0 && d < Lines)
                    mean += 4.0 / 9 * Math.Pow(envelope[2 * p] * envelope[2 * d + 1], 2) / count;
            }
        }
        return mean / MeanOutput;
    }

    /// <summary>Throws unless the numbers describe an apparatus that can be simulated.</summary>
    /// <exception cref="ArgumentException">Too few channels, samples or levels, or a constant that is not finite; the message names it.</exception>
    public void Check()
    {
        if (Channels < 20 || Channels % 4 != 0)
            throw new ArgumentException($"SecondHarmonic Channels: expected a multiple of 4 from 20 on (the scale is the mean over ten lines), got {Channels}.");
        if (Samples < 2 * Channels + 2)
            throw new ArgumentException($"SecondHarmonic Samples: expected at least {2 * Channels + 2}, so that no line of the second harmonic aliases, got {Samples}.");
        if (ShaperLevels < 2)
            throw new ArgumentException($"SecondHarmonic ShaperLevels: expected at least 2, got {ShaperLevels}.");
        CheckConstants();
    }

    private void CheckConstants()
    {
        ReadOnlySpan<(string, double)> positive =
        [
            (nameof(ChannelSpacing), ChannelSpacing), (nameof(PulseDuration), PulseDuration), (nameof(CentreWavelength), CentreWavelength),
            (nameof(MeanOutput), MeanOutput), (nameof(ElectronsAtOne), ElectronsAtOne),
        ];
        ReadOnlySpan<(string, double)> finite =
        [
            (nameof(CrystalLength), CrystalLength), (nameof(GroupVelocityMismatch), GroupVelocityMismatch),
            (nameof(FundamentalDispersion), FundamentalDispersion), (nameof(HarmonicDispersion), HarmonicDispersion),
            (nameof(PhaseMismatch), PhaseMismatch), (nameof(Coupling), Coupling), (nameof(GroupDelayDispersion), GroupDelayDispersion),
            (nameof(ThirdOrderDispersion), ThirdOrderDispersion), (nameof(RandomPhase), RandomPhase), (nameof(ShaperCrosstalk), ShaperCrosstalk),
            (nameof(ChannelGainError), ChannelGainError), (nameof(EnvelopeShift), EnvelopeShift), (nameof(EnvelopeWidening), EnvelopeWidening),
            (nameof(SpectrometerLeak), SpectrometerLeak), (nameof(EnergyJitter), EnergyJitter), (nameof(ReadNoise), ReadNoise),
        ];
        foreach (var (name, value) in positive)
        {
            if (!double.IsFinite(value) || value <= 0)
                throw new ArgumentException(Invariant($"SecondHarmonic {name}: expected a finite number above 0, got {value}."));
        }
        foreach (var (name, value) in finite)
        {
            if (!double.IsFinite(value))
                throw new ArgumentException(Invariant($"SecondHarmonic {name}: expected a finite number, got {value}."));
        }
    }
}

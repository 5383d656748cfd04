using System.Numerics;
using Pat.Core.Tensors;
using static System.FormattableString;

namespace Pat.Systems.Optics.SecondHarmonic;

/// <summary>How strongly each departure of the device from its nominal twin is present: 0 is none, 1 is as described.</summary>
/// <param name="Crosstalk">Crosstalk of neighbouring shaper channels.</param>
/// <param name="Gain">Gain errors of the channels.</param>
/// <param name="Phase">Residual spectral phase: dispersion and random.</param>
/// <param name="Envelope">Shift and widening of the spectral envelope.</param>
/// <param name="Leak">Leak of the spectrometer to the next line.</param>
/// <param name="Depletion">Depletion of the fundamental (the coupling).</param>
/// <param name="Dispersion">Group-velocity mismatch, dispersion and phase mismatch in the crystal.</param>
public sealed record SecondHarmonicGap(
    double Crosstalk = 1, double Gain = 1, double Phase = 1, double Envelope = 1, double Leak = 1, double Depletion = 1, double Dispersion = 1)
{
    /// <summary>All departures, each times the strength.</summary>
    public SecondHarmonicGap Scaled(double strength) => new(
        Crosstalk * strength, Gain * strength, Phase * strength, Envelope * strength, Leak * strength, Depletion * strength, Dispersion * strength);

    /// <summary>Throws unless the factors are finite and leave no light that is negative or more than there is.</summary>
    internal void Check(SecondHarmonicDescription d)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, double)>)
            [(nameof(Crosstalk), Crosstalk), (nameof(Gain), Gain), (nameof(Phase), Phase), (nameof(Envelope), Envelope), (nameof(Leak), Leak), (nameof(Depletion), Depletion), (nameof(Dispersion), Dispersion)])
        {
            if (!double.IsFinite(value))
                throw new ArgumentException(Invariant($"SecondHarmonicGap {name}: expected a finite factor, got {value}."));
        }
        if (Leak * d.SpectrometerLeak is < 0 or > 1)
            throw new ArgumentException(Invariant($"SecondHarmonicGap Leak: expected a factor from 0 to {1 / d.SpectrometerLeak:G4}, at which a line leaks all of its power (SpectrometerLeak is {d.SpectrometerLeak}), got {Leak}."));
        if (Crosstalk * d.ShaperCrosstalk > 0.5)
            throw new ArgumentException(Invariant($"SecondHarmonicGap Crosstalk: expected a factor of at most {0.5 / d.ShaperCrosstalk:G4}, at which a channel gives all of its amplitude to its neighbours (ShaperCrosstalk is {d.ShaperCrosstalk}), got {Crosstalk}."));
    }
}

/// <summary>The numbers of one fabricated apparatus, ready for the kernel.</summary>
internal sealed class CoupledWaveConstants
{
    public required int Channels { get; init; }
    public required int Samples { get; init; }
    public required int Steps { get; init; }

    /// <summary>Share of the field of a channel that each neighbour receives.</summary>
    public required float Crosstalk { get; init; }

    /// <summary>Field of each channel at amplitude 1, propagated over the first half step.</summary>
    public required float[] FieldRe { get; init; }
    public required float[] FieldIm { get; init; }

    /// <summary>Where each frequency of the grid stands in a spectrum: the inverse of <see cref="FourierPlan.ScrambledOrder"/>.</summary>
    public required int[] Places { get; init; }

    /// <summary>Propagation over a full step at each place of a spectrum, divided by the number of samples: fundamental, harmonic.</summary>
    public required float[] FundamentalRe { get; init; }
    public required float[] FundamentalIm { get; init; }
    public required float[] HarmonicRe { get; init; }
    public required float[] HarmonicIm { get; init; }

    /// <summary>Square of the coupling over the crystal.</summary>
    public required float CouplingSquared { get; init; }

    public required float Leak { get; init; }

    /// <summary>Factor from |B|², with B not divided by the number of samples, to the output.</summary>
    public required float OutputScale { get; init; }

    /// <summary>Half the relative energy jitter: the jitter of the field.</summary>
    public required float FieldJitter { get; init; }

    /// <summary>Computes them from the errors of an apparatus.</summary>
    public static CoupledWaveConstants Of(SecondHarmonicDescription d, CrystalErrors errors, int steps)
    {
        var envelope = d.Envelope(errors.EnvelopeShift, errors.EnvelopeWidening);
        var field = new Complex[d.Channels];
        for (var m = 0; m < d.Channels; m++)
        {
            var crystal = FundamentalPhase(d, errors, 2 * Math.PI * d.Frequency(m)) / steps;
            field[m] = Complex.FromPolarCoordinates(envelope[m] * errors.Gain[m], errors.Phase[m] + crystal / 2);
        }

        var order = FourierPlan.Of(d.Samples).ScrambledOrder;
        var places = new int[d.Samples];
        var fundamental = new Complex[d.Samples];
        var harmonic = new Complex[d.Samples];
        for (var place = 0; place < d.Samples; place++)
        {
            var k = order[place];
            places[k] = place;
            var w = 2 * Math.PI * d.ChannelSpacing * (k < d.Samples / 2 ? k : k - d.Samples);
            fundamental[place] = Complex.FromPolarCoordinates(1.0 / d.Samples, FundamentalPhase(d, errors, w) / steps);
            harmonic[place] = Complex.FromPolarCoordinates(1.0 / d.Samples, HarmonicPhase(d, errors, w) / steps);
        }

        return new()
        {
            Channels = d.Channels,
            Samples = d.Samples,
            Steps = steps,
            Crosstalk = (float)errors.Crosstalk,
            FieldRe = Re(field),
            FieldIm = Im(field),
            Places = places,
            FundamentalRe = Re(fundamental),
            FundamentalIm = Im(fundamental),
            HarmonicRe = Re(harmonic),
            HarmonicIm = Im(harmonic),
            CouplingSquared = (float)Math.Pow(errors.Coupling, 2),
            Leak = (float)errors.Leak,
            OutputScale = (float)(1 / d.PowerAtOne() / d.Samples / d.Samples),
            FieldJitter = (float)(errors.EnergyJitter / 2),
        };
    }

    // Phase over the crystal at angular frequency w from the centre, in the time frame of the fundamental.
    private static double FundamentalPhase(SecondHarmonicDescription d, CrystalErrors errors, double w) =>
        errors.Dispersion * d.FundamentalDispersion * d.CrystalLength * w * w / 2;

    private static double HarmonicPhase(SecondHarmonicDescription d, CrystalErrors errors, double w) =>
        errors.Dispersion * (d.CrystalLength * (d.GroupVelocityMismatch * w + d.HarmonicDispersion * w * w / 2) + d.PhaseMismatch);

    private static float[] Re(Complex[] values) => Array.ConvertAll(values, z => (float)z.Real);

    private static float[] Im(Complex[] values) => Array.ConvertAll(values, z => (float)z.Imaginary);
}

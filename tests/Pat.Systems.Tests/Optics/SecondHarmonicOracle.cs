using Pat.Core.Randomness;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Systems.Tests.Optics;

/// <summary>
/// The whole apparatus in double precision, slowly and by another way: the lines of both waves are the unknowns of one system of
/// differential equations, dA_k/dζ = i φ_k A_k − q² Σ_j A_j* B_(k+j), dB_k/dζ = i ψ_k B_k + Σ_j A_j A_(k−j) with indices modulo the number of
/// samples. Neither split steps nor Fourier transforms occur, so that no half step can stand in the wrong place.
/// </summary>
/// <remarks>
/// The steps are those of the classical Runge-Kutta method. The largest phase over the crystal at a line that is read is about 3 rad,
/// so that 32 steps leave a relative error of about 3 · 0.1⁴ / 120 = 3e-6.
/// </remarks>
internal sealed class SecondHarmonicOracle
{
    private const int Steps = 32;

    private readonly SecondHarmonicDescription d;
    private readonly SecondHarmonicGap gap;
    private readonly double[] amplitude, phase, fundamental, harmonic;

    public SecondHarmonicOracle(SecondHarmonicDescription description, SecondHarmonicGap gap, long deviceSeed)
    {
        (d, this.gap) = (description, gap);
        var fabrication = Noise.FromSeed(deviceSeed).Split("second-harmonic");
        var (gains, phases) = (new float[d.Channels], new float[d.Channels]);
        fabrication.Split("gain").Normals(0, gains);
        fabrication.Split("phase").Normals(0, phases);
        amplitude = Envelope(gap.Envelope * d.EnvelopeShift, gap.Envelope * d.EnvelopeWidening);
        phase = new double[d.Channels];
        for (var m = 0; m < d.Channels; m++)
        {
            var w = AngularFrequency(m - d.Channels / 2);
            amplitude[m] *= 1 + gap.Gain * d.ChannelGainError * gains[m];
            phase[m] = gap.Phase * (w * w * d.GroupDelayDispersion / 2 + w * w * w * d.ThirdOrderDispersion / 6 + d.RandomPhase * phases[m]);
        }
        (fundamental, harmonic) = (new double[d.Samples], new double[d.Samples]);
        for (var k = 0; k < d.Samples; k++)
        {
            var w = AngularFrequency(k >= d.Samples / 2 ? k - d.Samples : k);
            fundamental[k] = gap.Dispersion * d.CrystalLength * w * w * d.FundamentalDispersion / 2;
            harmonic[k] = gap.Dispersion * (d.PhaseMismatch + d.CrystalLength * (w * d.GroupVelocityMismatch + w * w * d.HarmonicDispersion / 2));
        }
    }

    /// <summary>The spectrum of one row of data for a program.</summary>
    public double[] Run(ReadOnlySpan<float> x, ReadOnlySpan<float> theta)
    {
        var waves = new Waves(d.Samples);
        var signed = new double[d.Channels];
        for (var j = 0; j < d.Lines; j++)
            (signed[2 * j], signed[2 * j + 1]) = (2.0 * theta[j] - 1, 2.0 * x[j] - 1);
        var crosstalk = gap.Crosstalk * d.ShaperCrosstalk;
        for (var m = 0; m < d.Channels; m++)
        {
            // What a channel gives to each neighbour it loses itself, also where there is no neighbour to receive it.
            var shaped = signed[m] - 2 * crosstalk * signed[m];
            shaped += m > 0 ? crosstalk * signed[m - 1] : 0;
            shaped += m + 1 < d.Channels ? crosstalk * signed[m + 1] : 0;
            var k = Index(m - d.Channels / 2);
            waves.Ar[k] = shaped * amplitude[m] * Math.Cos(phase[m]);
            waves.Ai[k] = shaped * amplitude[m] * Math.Sin(phase[m]);
        }
        waves = Through(waves);

        // Each line gives its leak to the next one; every second line is read.
        var shown = new double[d.Channels + 1];
        for (var line = 0; line < d.Channels; line++)
        {
            var k = Index(line - d.Channels / 2);
            var power = waves.Br[k] * waves.Br[k] + waves.Bi[k] * waves.Bi[k];
            shown[line] += power * (1 - gap.Leak * d.SpectrometerLeak);
            shown[line + 1] += power * gap.Leak * d.SpectrometerLeak;
        }
        var y = new double[d.Lines];
        for (var i = 0; i < y.Length; i++)
            y[i] = shown[2 * i + 1] / PowerAtOne();
        return y;
    }

    private Waves Through(Waves z)
    {
        const double h = 1.0 / Steps;
        for (var step = 0; step < Steps; step++)
        {
            var k1 = Rate(z);
            var k2 = Rate(z.Plus(h / 2, k1));
            var k3 = Rate(z.Plus(h / 2, k2));
            var k4 = Rate(z.Plus(h, k3));
            z = z.Plus(h / 6, k1).Plus(h / 3, k2).Plus(h / 3, k3).Plus(h / 6, k4);
        }
        return z;
    }

    private Waves Rate(Waves z)
    {
        var n = d.Samples;
        var q2 = Math.Pow(gap.Depletion * d.Coupling, 2);
        var rate = new Waves(n);
        for (var k = 0; k < n; k++)
        {
            (rate.Ar[k], rate.Ai[k]) = (-fundamental[k] * z.Ai[k], fundamental[k] * z.Ar[k]);
            (rate.Br[k], rate.Bi[k]) = (-harmonic[k] * z.Bi[k], harmonic[k] * z.Br[k]);
        }
        for (var j = 0; j < n; j++)
        {
            var (r, i) = (z.Ar[j], z.Ai[j]);
            if (r == 0 && i == 0)
                continue;
            for (var l = 0; l < n; l++)
            {
                var (sum, difference) = ((j + l) % n, (l - j + n) % n);
                rate.Br[sum] += r * z.Ar[l] - i * z.Ai[l];
                rate.Bi[sum] += r * z.Ai[l] + i * z.Ar[l];
                rate.Ar[difference] -= q2 * (r * z.Br[l] + i * z.Bi[l]);
                rate.Ai[difference] -= q2 * (r * z.Bi[l] - i * z.Br[l]);
            }
        }
        return rate;
    }

    private double AngularFrequency(int line) => 2 * Math.PI * line * d.ChannelSpacing;

    private int Index(int line) => (line + d.Samples) % d.Samples;

    // A Gaussian spectrum: intensity exp(-4 ln 2 (f / width)²), with duration times width 2 ln 2 / π; the sum of the nominal field is 1.
    private double[] Envelope(double shift, double widening)
    {
        var nominal = 2 * Math.Log(2) / (Math.PI * d.PulseDuration);
        var envelope = new double[d.Channels];
        var sum = 0.0;
        for (var m = 0; m < d.Channels; m++)
        {
            var f = (m - d.Channels / 2) * d.ChannelSpacing;
            sum += Math.Sqrt(Math.Exp(-4 * Math.Log(2) * f * f / (nominal * nominal)));
            var fromCentre = (f - shift) / (nominal * (1 + widening));
            envelope[m] = Math.Sqrt(Math.Exp(-4 * Math.Log(2) * fromCentre * fromCentre));
        }
        return Array.ConvertAll(envelope, e => e / sum);
    }

    // Signed amplitudes uniform in [-1, 1] have variance 1/3: each pair of channels that meets at a line gives (2/3)² E_m² E_l² on average.
    private double PowerAtOne()
    {
        var envelope = Envelope(0, 0);
        var sum = 0.0;
        for (var i = d.Lines / 2 - 5; i < d.Lines / 2 + 5; i++)
        {
            for (var m = 0; m < d.Channels; m += 2)
            {
                var l = 2 * i + 1 + d.Channels / 2 - m;
                if (l >= 0 && l < d.Channels)
                    sum += Math.Pow(2.0 / 3 * envelope[m] * envelope[l], 2);
            }
        }
        return sum / 10 / d.MeanOutput;
    }

    private sealed class Waves(int n)
    {
        public readonly double[] Ar = new double[n], Ai = new double[n], Br = new double[n], Bi = new double[n];

        public Waves Plus(double factor, Waves w)
        {
            var sum = new Waves(n);
            for (var k = 0; k < n; k++)
            {
                (sum.Ar[k], sum.Ai[k]) = (Ar[k] + factor * w.Ar[k], Ai[k] + factor * w.Ai[k]);
                (sum.Br[k], sum.Bi[k]) = (Br[k] + factor * w.Br[k], Bi[k] + factor * w.Bi[k]);
            }
            return sum;
        }
    }
}

using Pat.Core.Tensors;

namespace Pat.Experiments.Audio;

/// <summary>
/// Triangular filters with their centres at equal distances on the mel scale, each from the centre before to the centre behind
/// (S. B. Davis, P. Mermelstein, IEEE Trans. ASSP 28, 357, 1980, doi 10.1109/TASSP.1980.1163420); peaks of 1.
/// </summary>
public sealed class MelFilterBank
{
    private readonly Tensor weights; // [bins, bands]

    /// <summary>Builds the filters.</summary>
    /// <param name="bands">Number of filters, at least 1.</param>
    /// <param name="spectrogram">The spectra that are filtered.</param>
    /// <param name="rate">Samples per second.</param>
    /// <param name="lowest">Lower edge of the first filter, in hertz.</param>
    /// <param name="highest">Upper edge of the last, in hertz; null for half the rate.</param>
    /// <exception cref="ArgumentException">The edges are not in order below half the rate, or a filter would see no bin: there are too many bands for the length of the transform.</exception>
    public MelFilterBank(int bands, Spectrogram spectrogram, int rate, double lowest = 0, double? highest = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bands, 1);
        var top = highest ?? rate / 2.0;
        if (!(lowest >= 0 && lowest < top && top <= rate / 2.0))
            throw new ArgumentException(FormattableString.Invariant($"MelFilterBank: expected 0 <= lowest < highest <= {rate / 2.0} Hz, got {lowest} and {top}."));
        double Edge(int i) => FromMel(ToMel(lowest) + i * (ToMel(top) - ToMel(lowest)) / (bands + 1));
        weights = new Tensor(spectrogram.Bins, bands);
        Centres = [.. Enumerable.Range(1, bands).Select(Edge)];
        for (var band = 0; band < bands; band++)
        {
            var seen = false;
            for (var bin = 0; bin < spectrogram.Bins; bin++)
            {
                var frequency = spectrogram.Frequency(bin, rate);
                var weight = Math.Min((frequency - Edge(band)) / (Edge(band + 1) - Edge(band)), (Edge(band + 2) - frequency) / (Edge(band + 2) - Edge(band + 1)));
                weights.Row(bin)[band] = (float)Math.Max(0, weight);
                seen |= weight > 0;
            }
            if (!seen)
                throw new ArgumentException($"MelFilterBank: band {band + 1} of {bands} sees no bin of a transform of {spectrogram.Size} samples. Use fewer bands or a longer transform.", nameof(bands));
        }
    }

    /// <summary>Centre of each filter, in hertz.</summary>
    public IReadOnlyList<double> Centres { get; }

    /// <summary>Mel of a frequency in hertz: 2595 log10(1 + f / 700) (D. O'Shaughnessy, Speech Communication: Human and Machine, 1987, 150).</summary>
    public static double ToMel(double frequency) => 2595 * Math.Log10(1 + frequency / 700);

    /// <summary>The frequency in hertz of a mel.</summary>
    public static double FromMel(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    /// <summary>Power in each band.</summary>
    /// <param name="power">Power spectra, [frames, bins].</param>
    /// <returns>[frames, bands], in ordinary memory.</returns>
    public Tensor Apply(Tensor power)
    {
        if (power.RowLength != weights.Rows)
            throw new ShapeException("MelFilterBank power", $"[frames, {weights.Rows}]", power);
        var bands = new Tensor(power.Rows, weights.RowLength);
        var sums = new double[weights.RowLength];
        for (var frame = 0; frame < power.Rows; frame++)
        {
            Array.Clear(sums);
            for (var bin = 0; bin < weights.Rows; bin++)
            {
                var row = weights.Row(bin);
                for (var band = 0; band < sums.Length; band++)
                    sums[band] += (double)row[band] * power.Row(frame)[bin];
            }
            for (var band = 0; band < sums.Length; band++)
                bands.Row(frame)[band] = (float)sums[band];
        }
        return bands;
    }
}

using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Pat.Experiments.Reporting.Plots;
using Pat.Experiments.Speech;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Drive and outputs at each use of the device, device against twin.</summary>
internal static class WordWay
{
    // More are in the table only.
    private const int MostShown = 4;

    // So many outputs are looked at closely.
    private const int Close = 120;

    private const string Seconds = "s";

    public static void Add(Section section, WordOnDevice word)
    {
        section.Note($"{WordAnswer.Who(word)}; one run of the device. A difference is the root mean square of device minus twin over that of the device. “Same drive”: the twin gets what the device got. "
            + "“Twin alone”: the twin has taken the device's place in all uses up to this one, as in the network on the twin. Noise: that of two runs of the device with the same drive, divided by √2.");
        section.Table(TableOf(word));
        foreach (var use in word.Uses.Take(MostShown))
            AddUse(section, word, use);
        if (word.Uses.Count > MostShown)
            section.Note($"Uses {MostShown + 1} to {word.Uses.Count} are in the table above.");
    }

    private static PageTable TableOf(WordOnDevice word)
    {
        var table = new PageTable(
            "Each use of the device", new("use", "use"), new("drive, rms", "drive_rms"), new("device output, rms", "device_rms"), new("twin output, rms", "twin_rms"),
            new("difference, same drive (%)", "difference_percent"), new("difference, twin alone (%)", "difference_alone_percent"), new("noise (%)", "noise_percent"));
        foreach (var use in word.Uses)
            table.Add(new(Figures.Count(use.Number), use.Number), Level(use.Drive), Level(use.Device), Level(use.Twin), Percent(use.Difference), Percent(use.DifferenceAlone), Percent(use.Noise));
        return table;
    }

    private static Cell Level(IReadOnlyList<float> values)
    {
        var rms = WordUse.Rms(values);
        return new(Figures.Text(rms), rms);
    }

    private static Cell Percent(double? share) => new(Figures.Fixed(100 * share, 1), 100 * share);

    private static void AddUse(Section section, WordOnDevice word, WordUse use)
    {
        section.Heading($"Use {use.Number} of {word.Uses.Count}");
        var (input, output) = (use.Ports.Input, use.Ports.Output);
        section.WidePlot($"Drive, use {use.Number}", $"{Capital(input.Name)}, from {Figures.Short(input.Min)} to {Figures.Short(input.Max)}; unit: {input.Unit}.", Plot("drive", use.Period, 0, Canvas.Wide, ("drive", 6, use.Drive)));
        section.WidePlot($"Output, use {use.Number}", $"{Capital(output.Name)}; unit: {output.Unit}. Difference {Figures.Fixed(100 * use.Difference, 1)} % at the same drive.",
            Plot("output", use.Period, 0, Canvas.Wide, ("device", 0, use.Device), ("twin, same drive", 1, use.Twin)));
        if (use.Device.Count <= 2 * Close)
            return;
        var from = Strongest(use.Device);
        section.Plot($"Output, use {use.Number}, closely", $"{Close} outputs where the device is strongest.",
            Plot("output", use.Period, from, Canvas.Width, ("device", 0, Cut(use.Device, from)), ("twin, same drive", 1, Cut(use.Twin, from))));
        if (!use.TwinAlone.SequenceEqual(use.Twin)) // where uses follow each other
        {
            section.Plot($"Output, use {use.Number}, twin alone", "The same outputs, where the twin has taken the device's place up to here.",
                Plot("output", use.Period, from, Canvas.Width, ("device", 0, Cut(use.Device, from)), ("twin alone", 2, Cut(use.TwinAlone, from))));
        }
        if (use.Period is { } period)
        {
            section.Plot($"Spectrum, use {use.Number}", "Magnitude of the discrete Fourier transform of all outputs, divided by their number.", new SignalPlot(
                ("frequency on the device", "Hz"), ("magnitude", ""), 0, 1 / (period * use.Device.Count), [("device", Palette.Of(0), Spectrum(use.Device)), ("twin, same drive", Palette.Of(1), Spectrum(use.Twin))]));
        }
    }

    private static SignalPlot Plot(string what, double? period, int first, double width, params IReadOnlyList<(string Name, int Look, IReadOnlyList<float> Values)> signals)
    {
        // A line alone needs no dashes.
        Look LookOf(int place) => signals.Count == 1 ? Palette.Of(place) with { Dash = "" } : Palette.Of(place);
        var (step, place) = (period ?? 1, period is null ? ("place", "") : ("time on the device", Seconds));
        return new(place, (what, ""), first * step, step, [.. signals.Select(signal => (signal.Name, LookOf(signal.Look), signal.Values))]) { Width = width };
    }

    private static float[] Cut(IReadOnlyList<float> values, int from) => [.. values.Skip(from).Take(Close)];

    private static float[] Spectrum(IReadOnlyList<float> values)
    {
        Complex[] all = [.. values.Select(value => new Complex(value, 0))];
        Fourier.Forward(all, FourierOptions.NoScaling);
        return [.. all.Take(all.Length / 2 + 1).Select(value => (float)(value.Magnitude / all.Length))];
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    // Where the energy in a window is largest.
    private static int Strongest(IReadOnlyList<float> values)
    {
        var (best, most, energy) = (0, double.NegativeInfinity, 0.0);
        for (var i = 0; i < values.Count; i++)
        {
            energy += (double)values[i] * values[i] - (i >= Close ? (double)values[i - Close] * values[i - Close] : 0);
            if (i >= Close - 1 && energy > most)
                (best, most) = (i - Close + 1, energy);
        }
        return best;
    }
}

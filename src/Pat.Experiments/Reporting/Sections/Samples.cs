using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Pat.Experiments.Reporting.Plots;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>What device and twin give for single examples, from samples.csv.</summary>
internal static class Samples
{
    // Each is a plot, or two.
    private const int MostShown = 6;

    // More points than these are a blot.
    private const int MostPoints = 200;

    private const string Shown = "pat", Seconds = "s";

    private const string Device = "device_output";
    private const string Twin = "twin_output";

    public static void Add(Section section, RunData run)
    {
        if (run.Table("samples.csv") is not { } samples)
            return;
        // Rows lie in the order in which trainings ended: those of PAT are shown, then those of the other methods in their order.
        string[] methods = [Shown, .. run.InOrder(samples.Rows.Select(row => row["method"]))];
        var all = samples.Rows.GroupBy(row => (Method: row["method"], Seed: row["seed"], Device: row["device"], Layer: row["layer"], Example: row["example"]))
            .OrderBy(example => Array.IndexOf(methods, example.Key.Method)).ToArray();
        section.Scope(run, samples.Rows, "One run of the device for each example; the twin gets the same input.");
        foreach (var example in all.Take(MostShown))
        {
            var key = example.Key;
            var title = $"{key.Method}, layer {key.Layer}, example {key.Example}";
            var note = $"Seed {key.Seed}, device {key.Device}.";
            var unit = example.First()["position_unit"];
            section.Plot(title, note + (example.Count() > MostPoints ? $" The first {MostPoints} of {example.Count()} points; all are in samples.csv." : ""), Waveforms(example.Take(MostPoints), unit));
            if (unit == Seconds && SpectraOf([.. example]) is { } spectra)
                section.Plot(title + ", spectrum", note + " Magnitude of the discrete Fourier transform of the outputs, divided by their number.", spectra);
        }
        if (all.Length > MostShown)
            section.Note($"{all.Length - MostShown} more are in samples.csv.");
    }

    private static XyPlot Waveforms(IEnumerable<RunRow> rows, string unit)
    {
        XySeries Series(string name, string column, int look) => new(name, Palette.Of(look), [.. rows.Select(row => new XyPoint(row.Value("position"), row.Number(column))).OrderBy(point => point.X)]);
        XySeries[] all = [Series("device", Device, 0), Series("twin", Twin, 1), Series("input", "input", 6)];
        return new(unit is "" or "1" ? ("place", "") : (unit == Seconds ? "time" : "position", unit), ("value", ""), [.. all.Where(series => series.Points.Any(point => point.Y is not null))]);
    }

    // Only where the outputs lie at equal distances in time.
    private static XyPlot? SpectraOf(RunRow[] rows)
    {
        RunRow[] runs = [.. rows.Where(row => row.Number(Device) is not null && row.Number(Twin) is not null).OrderBy(row => row.Value("position"))];
        if (runs.Length < 4)
            return null;
        var period = (runs[^1].Value("position") - runs[0].Value("position")) / (runs.Length - 1);
        if (period <= 0 || runs.Index().Any(row => Math.Abs(row.Item.Value("position") - runs[0].Value("position") - row.Index * period) > 1e-3 * period))
            return null;
        return new(("frequency", "Hz"), ("magnitude", ""), [Spectrum(runs, "device", Device, 0, period), Spectrum(runs, "twin", Twin, 1, period)]) { MayBeLogarithmic = true };
    }

    private static XySeries Spectrum(RunRow[] runs, string name, string column, int look, double period)
    {
        Complex[] values = [.. runs.Select(row => new Complex(row.Value(column), 0))];
        Fourier.Forward(values, FourierOptions.NoScaling);
        return new(name, Palette.Of(look), [.. values.Take(values.Length / 2 + 1).Select((value, i) => new XyPoint(i / (period * values.Length), value.Magnitude / values.Length))]);
    }
}

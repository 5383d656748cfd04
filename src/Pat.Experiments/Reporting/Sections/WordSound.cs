using Pat.Experiments.Audio;
using Pat.Experiments.Reporting.Plots;
using Pat.Experiments.Speech;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Waveform, spectrogram, and what the front end makes of them.</summary>
internal static class WordSound
{
    private const double Range = 60; // decibels
    private const int Transform = 256, HopsPerSecond = 200;

    public static void Add(Section section, WordOnDevice word)
    {
        var sound = word.Sound;
        section.Pairs(
            ("Recording", word.Name),
            ("File", FormattableString.Invariant($"{Figures.Short(word.Original.Seconds)} s, {word.Original.Rate:N0} Hz, {Figures.Several(word.Original.Channels, "channel")}")),
            ("Used as", FormattableString.Invariant($"one channel, {sound.Rate:N0} Hz, {sound.Frames:N0} samples; largest {Figures.Text(Largest(sound.Samples))}, rms {Figures.Text(SoundLevel.Rms(sound.Samples))} of full scale")),
            ("It is", word.Origin));
        if (sound.Frames == 0)
            return;
        section.WidePlot("Waveform", "The recording as it is, silence and level included.",
            new SignalPlot(("time", "s"), ("sound, of full scale", ""), 0, 1.0 / sound.Rate, [("sound", Palette.Of(0), sound.Samples)]) { Width = Canvas.Wide });
        section.WidePlot("Spectrogram", FormattableString.Invariant($"Power of frames of 25 ms (Hann) every {1000 / HopsPerSecond} ms in decibels, 0 dB at the largest; what is {Range} dB below or less is white."), SpectrogramOf(sound));
        section.Plot(
            $"What the network gets: front end {word.FrontEnd.Name}", $"{Capital(word.FrontEnd.Description)}{Scaling(word.FrontEnd)}.", RowOf(word));
    }

    private static MapPlot SpectrogramOf(Sound sound)
    {
        var frames = new Frames(sound.Rate / 40, sound.Rate / HopsPerSecond);
        var spectrogram = new Spectrogram(frames, frames.Hann(), Transform);
        var power = spectrogram.Of(sound);
        double most = 0;
        foreach (var value in power.Values)
            most = Math.Max(most, value);
        // Silence is as far below as can be shown.
        float Decibels(float value) => most == 0 ? (float)-Range : (float)Math.Max(-Range, 10 * Math.Log10(value / most));
        return new(("time", "s"), ("frequency", "Hz"), ("power", "dB"), [.. Enumerable.Range(0, power.Rows).Select(frame => (float[])[.. power.Row(frame).ToArray().Select(Decibels)])])
        {
            AcrossOf = (frames.Length / 2.0 / sound.Rate, (double)frames.Hop / sound.Rate),
            UpOf = (0, spectrogram.Frequency(1, sound.Rate)),
            Shades = (-Range, 0),
            Width = Canvas.Wide,
        };
    }

    private static IPlot RowOf(WordOnDevice word)
    {
        var (row, steps, values) = (word.Row, word.FrontEnd.Steps, word.FrontEnd.Values);
        if (values == 1)
            return new SignalPlot(("time", "s"), ("value", ""), 0, 1.0 / SpeechData.Rate, [("value", Palette.Of(0), row)]);
        var most = Math.Max(row.Max(Math.Abs), float.Epsilon);
        return new MapPlot(("step of the word", ""), ("band or coefficient", ""), ("value", ""), [.. Enumerable.Range(0, steps).Select(step => (float[])[.. row.Skip(step * values).Take(values)])])
        {
            AcrossOf = (1, 1),
            UpOf = (1, 1),
            Shades = (-most, most),
        };
    }

    private static string Scaling(IFrontEnd frontEnd) =>
        frontEnd.Deviation is { } deviation ? FormattableString.Invariant($", each value scaled to mean 0 and standard deviation {deviation:0.##} over the training recordings") : "";

    private static double Largest(float[] samples) => samples.Select(Math.Abs).DefaultIfEmpty().Max();

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

using Pat.Experiments.Reporting.Plots;
using Pat.Experiments.Speech;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Probabilities of the words, on the device and on its twin.</summary>
internal static class WordAnswer
{
    /// <summary>The answer in a sentence.</summary>
    public static string Sentence(WordOnDevice word) =>
        $"The network hears {Of(word, word.DeviceClass, word.DeviceProbabilities)} on the device, {Of(word, word.TwinClass, word.TwinProbabilities)} on its twin. {Who(word)}.";

    /// <summary>"System plate, front end log-mel, device seed 1, run seed 1, trained by pat".</summary>
    public static string Who(WordOnDevice word) =>
        $"System {word.System}, front end {word.FrontEnd.Name}, device seed {word.Training.Device}, run seed {word.Training.Seed}, trained by {word.Training.Method}";

    public static void Add(Section section, WordOnDevice word)
    {
        section.Note("Probabilities are the softmax of the logits of one run; training fits them to the training recordings, and nothing calibrates them. "
            + "On the twin: the same trained network with the twin in the place of the device in every use.");
        section.Plot("Probabilities on the device", $"Device seed {word.Training.Device}, one run.", Bars(word, word.DeviceProbabilities, 0));
        section.Plot("Probabilities on the twin", "The nominal twin, which has no noise.", Bars(word, word.TwinProbabilities, 1));
        var table = new PageTable(
            "Logits and probabilities", Column.Text("word"), new("logit, device", "device_logit"), new("logit, twin", "twin_logit"), new("probability, device (%)", "device_percent"), new("probability, twin (%)", "twin_percent"));
        foreach (var (i, name) in word.ClassNames.Index())
        {
            var (device, twin) = (100 * word.DeviceProbabilities[i], 100 * word.TwinProbabilities[i]);
            table.Add(
                name, new(Figures.Fixed(word.DeviceLogits[i], 2), word.DeviceLogits[i]), new(Figures.Fixed(word.TwinLogits[i], 2), word.TwinLogits[i]),
                new(Figures.Fixed(device, 1), device), new(Figures.Fixed(twin, 1), twin));
        }
        section.Table(table);
    }

    private static BarPlot Bars(WordOnDevice word, IReadOnlyList<double> probabilities, int look) =>
        new(("probability", "%"), ["probability"], [.. word.ClassNames.Select((name, i) => new Bar(name, [100 * probabilities[i]], Look: Palette.Of(look)))]) { NameColumn = "word", Reaching = [100] };

    private static string Of(WordOnDevice word, int place, IReadOnlyList<double> probabilities) => $"“{word.ClassNames[place]}” (probability {Figures.Fixed(100 * probabilities[place], 1)} %)";
}

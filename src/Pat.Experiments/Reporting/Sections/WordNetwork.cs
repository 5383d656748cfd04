using Pat.Experiments.Speech;

namespace Pat.Experiments.Reporting.Sections;

/// <summary>Which network, trained on what, and how good it is.</summary>
internal static class WordNetwork
{
    public static void Add(Section section, WordOnDevice word)
    {
        var result = word.Result;
        section.Pairs(
            ("System", $"{word.System}: {word.SystemText}"),
            ("Front end", $"{word.FrontEnd.Name}: {word.FrontEnd.Description}"),
            ("Training", $"by {word.Training.Method} on device seed {word.Training.Device}, run seed {word.Training.Seed}"),
            ("Data", word.DataText),
            ("Right on the device", $"{Figures.Fixed(100 * result.DeviceAccuracy, 1)} % of {Figures.Several(result.Labels.Count, "test recording")}, one run of each"),
            ("Right on the twin", $"{Figures.Fixed(100 * result.TwinAccuracy, 1)} % of the same recordings, the same network with the twin in the device's place"),
            ("Cosine of gradients", result.GradientCosine is { } cosine ? $"{Figures.Fixed(cosine, 2)} between the method's gradient and the device's own, over the parameters of the device" : null),
            ("Device runs to train", Figures.Count(result.DeviceRuns)));
        foreach (var warning in result.Warnings)
            section.Add(Html.Of("p", "warning", warning));
    }
}

namespace Pat.Experiments.CommandLine;

/// <summary>What stands in the tables that only some run folders have, for the list of files in report.txt.</summary>
internal static class FileTexts
{
    /// <summary>The tables, in the order of the list.</summary>
    /// <param name="examples">What the examples of the task are called.</param>
    public static IReadOnlyList<(string File, string What)> Tables(string examples) =>
    [
        ("recordings.csv", "each recording: which part of the data it is in, word, speaker, take, and a fingerprint by which it is known again"),
        ("scaling.csv", "mean and factor by which the front end scales each value of a step, from the training recordings of the seed"),
        ("predictions.csv", $"the class of each of the test {examples} and what was predicted in the first pass"),
        ("pairs.csv", $"pairs of methods on the same test {examples}: interval over seeds, bootstrap interval, McNemar's test"),
        ("classes.csv", "precision, recall and F1 of each class"),
        ("agreement.csv", "accuracy, Cohen's kappa and mean F1 of each method"),
        ("ledger.csv", "what the hardware was used for: runs, programmings, seconds, joules where they are stated"),
        ("terms.csv", "the imperfections of the bench: what they are, their sizes and factors, where the sizes come from"),
        ("effects.csv", "what each imperfection changed in the trained network"),
        ("gap.csv", "how far twin and device are apart, by layer and with depth: trial noise, fixed pattern, structure"),
        ("gradients.csv", "cosine and norm ratio of gradients to the mean-field gradient of the device, by layer, during each training"),
        ("gradient-check.csv", "the slope of the loss along that gradient, by the gradient and by differences on the noisy device"),
        ("range.csv", "what was out of range and clamped, and how far inputs moved from where the network started"),
        ("samples.csv", "inputs and outputs of device and twin for a few examples"),
        ("attribution.csv", "accuracy without each imperfection and with it alone, for each seed and device"),
        ("attribution-summary.csv", "cost of each imperfection over all seeds and devices, in points, with its 95 % interval"),
        ("yield.csv", "accuracy on each device by each policy"),
        ("yield-summary.csv", "distribution of accuracies over the devices, for each policy"),
        ("drift.csv", "accuracy of each network at each check; device runs since the end of training"),
        ("drift-summary.csv", "the same over seeds and devices"),
        ("drift-ledger.csv", "what the hardware was used for between the end of training and the last check"),
    ];
}

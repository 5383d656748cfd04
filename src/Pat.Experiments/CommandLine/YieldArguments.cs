using System.CommandLine;
using Pat.Experiments.Data;
using Pat.Experiments.Yield;

namespace Pat.Experiments.CommandLine;

/// <summary>The options of `pat yield` that are its own.</summary>
/// <param name="methods">Methods whose networks run on a device.</param>
internal sealed class YieldArguments(IReadOnlyList<string> methods)
{
    private const int Standard = 20;

    private readonly Option<int> devices = CheckedOption.Integer("--devices", "How many fabricated devices: those of the device seeds 1 to this number.", Standard, 2, 1000);
    private readonly Option<int> trainedOn = CheckedOption.Integer("--trained-on", "Device seed of the device that networks are trained on first; not one of those they are used on.", 0, 0, int.MaxValue);
    private readonly Option<IReadOnlyList<string>?> policies = CheckedOption.Names(
        "--policies", $"How networks get onto the devices, with commas between: {string.Join(", ", YieldPlan.All)}. [default: all]", YieldPlan.All);

    private readonly Option<string> method = CheckedOption.Word("--method", "How the network of the policy 'deployed' is trained; the others are trained by pat.", "in-silico", [.. methods]);
    private readonly Option<double> threshold = CheckedOption.Number("--threshold", "Accuracy that a device is to reach, in percent.", 90, 0, 100);
    private readonly Option<int> fineTuneEpochs = CheckedOption.Integer("--fine-tune-epochs", "Passes over the training examples to fine-tune on a device.", 1, 1, 10_000);
    private readonly Option<double> fineTuneRate = CheckedOption.Number("--fine-tune-rate", "Learning rate of fine-tuning over that of pat.", 0.1, 1e-6, 10);

    public IEnumerable<Option> All => [devices, policies, method, trainedOn, threshold, fineTuneEpochs, fineTuneRate];

    public double Threshold(ParseResult parsed) => parsed.GetValue(threshold);

    /// <exception cref="UsageException">A network would be used on the device that it was trained on.</exception>
    public YieldPlan Read(ParseResult parsed)
    {
        var plan = new YieldPlan
        {
            Policies = parsed.GetValue(policies) ?? YieldPlan.All,
            Method = parsed.GetValue(method)!,
            TrainedOn = parsed.GetValue(trainedOn),
            Devices = [.. Enumerable.Range(1, parsed.GetValue(devices)).Select(device => (long)device)],
            FineTuneEpochs = parsed.GetValue(fineTuneEpochs),
            FineTuneRate = parsed.GetValue(fineTuneRate),
        };
        return plan.Devices.Contains(plan.TrainedOn)
            ? throw new UsageException(
                "Device", "--trained-on", $"a device that is not one of the {plan.Devices.Count} that networks are used on", $"{plan.TrainedOn}", "Choose 0 or a number above that of --devices.")
            : plan;
    }
}

using System.Globalization;
using Pat.Experiments.Classification;
using Pat.Experiments.Comparison;
using static Pat.Experiments.CommandLine.ComparisonSentences;

namespace Pat.Experiments.CommandLine;

/// <summary>Says in words what the numbers of a classification experiment show.</summary>
internal static class ClassifierSentences
{
    /// <summary>Points that removing the physics must cost before a physical system counts as reaching a figure.</summary>
    public const double LeastCost = 1;

    public static IEnumerable<string> Of(IReadOnlyList<MethodSummary> rows)
    {
        foreach (var sentence in OfPat(rows, least: true))
            yield return sentence;
        if (rows.Row("pat") is not { } pat)
            yield break;
        var (identity, frozen) = (rows.Row(DigitalRivals.WithoutPhysics), rows.Row("frozen"));
        if (identity is not null)
            yield return $"Removing the physics (PAT minus identity) costs {Difference(pat, identity, least: true)}.";
        if (frozen is not null)
            yield return $"Leaving the device as it starts (PAT minus frozen) costs {Difference(pat, frozen, least: true)}.";
        if (Verdict(pat, identity) is { } verdict)
            yield return verdict;
        foreach (var name in DigitalRivals.Digital)
        {
            if (rows.Row(name) is { } rival)
                yield return $"PAT minus {name}: {Difference(pat, rival, least: true)}.";
        }
    }

    /// <summary>What the network is and does, for the foot of the table.</summary>
    public static string Note(ClassifierTask task, IReadOnlyList<MethodSummary> rows) => string.Create(CultureInfo.InvariantCulture,
        $"Accuracies: {ComparisonTable.Interval(task.Options)}; lowest: of a single run. On the device: one pass of the {task.First.Test.Count:N0} test {task.Topic.Examples}, which are used once, at the end. ")
        + "On its twin: what the nominal twin predicts for the same network. Frozen: parameters that control devices keep their start, all else is trained by PAT. "
        + $"Identity: the physics is replaced by nothing, and all that then has an effect is trained. {(task.Topic.Methods.Contains(DigitalRivals.Convolutional) ? "Logistic, mlp and cnn" : "Logistic and mlp")}: digital, on the same rows and augmentation. "
        + "Cosine: of the method's gradient with the device's own, over the parameters of the devices, at the trained parameters, without noise, on the first "
        + $"{Math.Min(ClassifierEvaluation.Block, task.First.Train.Count)} training {task.Topic.Examples}. Device runs: rows through a device once, to train one network; validation and test are not counted"
        + $" ({rows.Where(row => row.IsPhysical).Select(row => row.EvaluationRuns).DefaultIfEmpty().Max().ToString("N0", CultureInfo.InvariantCulture)} more). "
        + $"Seconds: on this machine, {ComparisonText.Count(Core.Tensors.Workers.Threads, "run")} at a time.";

    /// <summary>Warnings of the runs, one for each method that has any.</summary>
    public static IEnumerable<string> Warnings(IReadOnlyList<MethodResult> results) => results.GroupBy(result => result.Method).Select(GradientWarning).OfType<string>();

    // A network that does as well without its device has not shown what the device can do.
    private static string? Verdict(MethodSummary pat, MethodSummary? identity)
    {
        if (identity is null)
            return "Whether the figure counts for the physics is open: the network was not run without it (method identity).";
        var cost = pat.Above(identity);
        var verdict = cost.Mean >= LeastCost
            ? $"PAT's {Percent(pat.DeviceAccuracy.Mean)} count for the physical system: removing the physics costs at least {LeastCost} point"
            : $"PAT's {Percent(pat.DeviceAccuracy.Mean)} do NOT count for the physical system: removing the physics costs {cost.Mean.ToString("0.00", CultureInfo.InvariantCulture)} points, less than {LeastCost}";
        return cost switch
        {
            { Low: null } or { High: null } => $"{verdict}. One seed leaves open what others would show.",
            { Low: < LeastCost, High: >= LeastCost } => $"{verdict}, on average; the interval leaves it open.",
            _ => $"{verdict}.",
        };
    }
}

using System.CommandLine;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Drift;

namespace Pat.Experiments.CommandLine;

/// <summary>The options of the drift commands that are not about the task.</summary>
internal sealed class DriftArguments
{
    private const double MostHours = 10_000, MostFactor = 1_000;
    private const int MostChecks = 1_000;
    private static readonly DriftPlan any = new(); // what is the same for every task

    private readonly Option<double> hours = CheckedOption.Number("--hours", "How long networks are followed after their training, in hours on the hardware clock.", any.Hours, 0.01, MostHours);
    private readonly Option<double> every = CheckedOption.Number("--every", "Hours from one check to the next.", any.Every, 0.001, MostHours);

    private readonly Option<double> factor = CheckedOption.Number(
        "--drift", "Factor of all that drifts: the slow terms of the bench, and slow imperfections that are added to it. 0 is none, 1 as described.", any.Factor, 0, MostFactor);

    private readonly Option<int> steps;

    private readonly Option<double> rate;

    private readonly Option<string> rows = CheckedOption.Word(
        "--check-rows", "What is classified at each check: test examples, or validation examples to choose steps and rate by.", "test", "test", "validation");

    private readonly Option<int> examples = CheckedOption.Integer(
        "--check-examples", "Only so many of them at each check, the first ones.", any.Examples, 1, 1_000_000);

    /// <summary>Declares the options.</summary>
    /// <param name="standard">The plan without options.</param>
    public DriftArguments(DriftPlan standard)
    {
        steps = CheckedOption.Integer(
            "--continue-steps", "Steps of physics-aware training just before each check, where training goes on.", standard.Steps, 1, 10_000);
        rate = CheckedOption.Number(
            "--continue-rate", "Constant learning rate of these steps, as a share of the peak learning rate of 'pat'.", standard.RateShare, 1e-6, 10);
    }

    /// <summary>The methods that are trained by default: one that goes on, and one that never sees the device.</summary>
    public static IReadOnlyList<string> Methods { get; } = [DriftPolicy.ContinuedMethod, "in-silico"];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[hours, every, factor, steps, rate, rows, examples])
            command.Options.Add(option);
    }

    /// <summary>The plan.</summary>
    /// <exception cref="UsageException">There would be no check but the first, or too many.</exception>
    public DriftPlan Read(ParseResult parsed)
    {
        var plan = new DriftPlan
        {
            Hours = parsed.GetValue(hours),
            Every = parsed.GetValue(every),
            Factor = parsed.GetValue(factor),
            Steps = parsed.GetValue(steps),
            RateShare = parsed.GetValue(rate),
            Rows = parsed.GetValue(rows) == "test" ? Rows.Test : Rows.Validation,
            Examples = parsed.GetValue(examples),
        };
        var checks = plan.Hours / plan.Every;
        return checks >= 1 && checks <= MostChecks
            ? plan
            : throw new UsageException(
                "Drift", "--hours and --every", $"1 to {MostChecks} checks after the first", FormattableString.Invariant($"{plan.Hours} hours, every {plan.Every}"), "Change one of them.");
    }
}

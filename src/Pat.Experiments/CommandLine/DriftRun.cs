using System.Globalization;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Drift;
using Pat.Systems.Benches;

namespace Pat.Experiments.CommandLine;

/// <summary>A drift experiment that is about to run, checked.</summary>
internal sealed class DriftRun
{
    private readonly DriftStep? step;

    /// <summary>Finds out what drifts, and whether the hardware is fast enough for the plan.</summary>
    /// <exception cref="DataException">No device can be made, nothing drifts, or the steps before a check take longer than there is time.</exception>
    public DriftRun(IHardwareTask task, ComparisonOptions options, DriftPlan plan)
    {
        (Task, Options, Plan) = (task, options, plan);
        Settings = DriftSettings.Of(task.Bench, task.Settings, plan.Factor);
        Rate = plan.RateShare * task.LearningRateOf(DriftPolicy.ContinuedMethod);
        TryDevices();
        step = options.Methods.Contains(DriftPolicy.ContinuedMethod) ? TryStep() : null;
    }

    /// <summary>The task.</summary>
    public IHardwareTask Task { get; }

    /// <summary>Methods, seeds and devices.</summary>
    public ComparisonOptions Options { get; }

    /// <summary>When networks are looked at, and how training goes on.</summary>
    public DriftPlan Plan { get; }

    /// <summary>How strongly each departure of the device is present.</summary>
    public BenchSettings Settings { get; }

    /// <summary>Learning rate at which training goes on.</summary>
    public double Rate { get; }

    /// <summary>How many networks there will be.</summary>
    public int Count => Options.Trainings(_ => true).Count;

    /// <summary>What config.json says.</summary>
    public object Config => new { Options = (object)Options, Plan, ContinuedRate = Rate, Drifts = Drifts.ToArray() };

    /// <summary>What drifts, in words.</summary>
    public IEnumerable<string> Drifts => DriftSettings.Describe(Task.Bench, Settings);

    /// <summary>Seeds, devices and trainings in words.</summary>
    public string Trainings => $"{ComparisonText.Runs(Options)}; {ComparisonText.Count(Count, "training")} in all";

    /// <summary>How long networks are followed, and how training goes on, in words.</summary>
    public IEnumerable<(string Name, string Value)> Head()
    {
        yield return ("drift", Drifts.Any() ? string.Join("; ", Drifts) : "nothing drifts");
        yield return ("followed", string.Create(CultureInfo.InvariantCulture, $"{Plan.Times()[^1]} hours after training on the hardware clock, with a check every {Plan.Every}"));
        if (step is not null)
        {
            yield return ("continued", string.Create(CultureInfo.InvariantCulture,
                $"{ComparisonText.Count(Plan.Steps, "step")} of {step.Rows} examples before each check at a constant rate of {Rate:G3}: {Plan.Steps * step.Runs:N0} device runs, {Duration(Plan.Steps * step.Seconds.Max())} of the hardware's time"));
        }
    }

    /// <summary>Steps of the progress bar of each method.</summary>
    public IReadOnlyList<(string Name, int Steps)> Bars() =>
        [.. Options.Methods.Select(method => (method, Options.Runs().Count * (Options.Epochs + Plan.Times().Count)))];

    /// <summary>"12 s", "3.4 min", "1.2 h".</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{seconds:G3} s"),
        < 6000 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F1} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / DriftPlan.Hour:F1} h"),
    };

    private void TryDevices()
    {
        foreach (var device in ComparisonFolder.DevicesOf(Options))
        {
            try
            {
                Task.Bench.Fabricate(device, Settings);
            }
            catch (ArgumentException e)
            {
                throw new DataException("Device", string.Create(CultureInfo.InvariantCulture, $"--drift {Plan.Factor}, device {device}"), "a device that can be made", e.Message, "Choose a smaller factor.");
            }
        }
    }

    private DriftStep TryStep()
    {
        var (seed, device) = Options.Runs()[0];
        var training = new Training(DriftPolicy.ContinuedMethod, seed, device);
        var one = TrainingRunner.Named(training, _ => DriftStep.Of(Task.Open(seed, device, Settings)));
        var seconds = Plan.Steps * one.Seconds.Max();
        return seconds <= Plan.Every * DriftPlan.Hour
            ? one
            : throw new DataException(
                "Drift", string.Create(CultureInfo.InvariantCulture, $"--continue-steps {Plan.Steps}, --every {Plan.Every}"),
                string.Create(CultureInfo.InvariantCulture, $"steps that take at most {Plan.Every} h on the hardware clock"), Duration(seconds), "Take fewer steps or check less often.");
    }
}

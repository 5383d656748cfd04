using System.Runtime.CompilerServices;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Training;
using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Diagnostics;

/// <summary>Writes range.csv: what devices were sent, against their ranges and against what they were sent before the first epoch.</summary>
/// <param name="tables">Where it is written.</param>
/// <param name="trainsOnDevice">Whether a method runs devices while it trains, which says how much a training may be looked at.</param>
internal sealed class RangeObserver(IRunTables tables, Func<string, bool> trainsOnDevice) : ITrainingObserver
{
    private static readonly string[] columns =
        ["method", "seed", "device", "epoch", "layer", "what", "below_percent", "above_percent", "shift", "outside_start_percent"];

    private readonly LookPlans plans = new(trainsOnDevice);
    private readonly ConditionalWeakTable<ITaskSetup, IReadOnlyList<PhysicalUse>> starts = [];

    /// <inheritdoc/>
    public void Look(Training training, ITaskSetup setup, int epoch, int epochs)
    {
        if (plans.Of(training, setup, epochs).Includes(epoch))
            Write(training, setup, epoch);
    }

    /// <inheritdoc/>
    public void End(Training training, ITaskSetup setup, MethodResult result) => Write(training, setup, plans.Of(setup).Last);

    private void Write(Training training, ITaskSetup setup, int epoch)
    {
        var x = setup.Some(Rows.Train, plans.Of(setup).Rows).X;
        var uses = PhysicalUse.Record(setup.Network, setup.Parameters, x, PhysicalSteps.Measured(setup.Shadow(quiet: false), Purpose.Evaluate));
        foreach (var use in RangeReport.Of(starts.GetValue(setup, _ => uses), uses, setup.Laboratories))
        {
            Append("input", use.Inputs);
            if (use.Parameters is { } parameters)
                Append("parameters", parameters);

            void Append(string what, ValueRange range) => tables.Append(
                "range.csv", columns, training.Method, training.Seed, training.Device, epoch, use.Number, what,
                100 * range.Below, 100 * range.Above, range.FromStart.Shift, 100 * range.FromStart.Outside);
        }
    }
}

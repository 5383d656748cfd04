using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Drift;

/// <summary>
/// Follows a trained network on its device over hours. All policies start from the same state and are looked at at the same times with the
/// same noise. Checks run on laboratories of their own, whose clocks are put to the time of the check: the clock shows the hours of the plan,
/// not those that thousands of test runs would take.
/// </summary>
internal sealed class DriftFollower
{
    // Small test sets are classified several times, so that the noise of single runs averages out.
    private const int LeastClassified = 150;
    private const int Block = 512;

    private readonly DriftPlan plan;
    private readonly Training training;
    private readonly EndOfTraining trained;
    private readonly ContinuedTraining? continued;
    private readonly Batch examples;
    private readonly Dictionary<string, Laboratories> checking;
    private LaboratoryState[] states;

    private DriftFollower(DriftPlan plan, Training training, EndOfTraining trained, double learningRate)
    {
        (this.plan, this.training, this.trained) = (plan, training, trained);
        var policies = DriftPolicy.Of(training.Method);
        examples = trained.Setup.Some(plan.Rows, plan.Examples);
        checking = policies.ToDictionary(policy => policy, _ => trained.Laboratories());
        continued = policies.Contains(DriftPolicy.Continued) ? new(plan, trained, learningRate) : null;
        states = [.. trained.States];
    }

    /// <summary>The checks of a network, time by time.</summary>
    /// <param name="plan">When and how.</param>
    /// <param name="training">Which network.</param>
    /// <param name="trained">The network.</param>
    /// <param name="learningRate">Rate at which training goes on.</param>
    /// <param name="afterCheck">Called after the checks of each time.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<DriftCheck> Follow(
        DriftPlan plan, Training training, EndOfTraining trained, double learningRate, Action afterCheck, CancellationToken cancellation)
    {
        var follower = new DriftFollower(plan, training, trained, learningRate);
        var checks = new List<DriftCheck>();
        foreach (var hours in plan.Times())
        {
            checks.AddRange(follower.At(hours, cancellation));
            afterCheck();
        }
        return checks;
    }

    private IReadOnlyList<DriftCheck> At(double hours, CancellationToken cancellation)
    {
        var before = continued is null || hours == 0 ? null : ContinuedTraining.Copy(continued.Parameters);
        if (before is not null)
        {
            EndOfTraining.Set(continued!.Laboratories, StatesOf(continued.Laboratories, states));
            continued.Until(hours, cancellation);
            states = [.. continued.Laboratories.All.Select(laboratory => laboratory.State)];
        }
        // Nothing is programmed, so that every policy programs as often and draws the same noise.
        states = [.. states.Select((state, i) => state with { Time = trained.States[i].Time + DriftPlan.Hour * hours, Programmed = default })];
        var once = Check(DriftPolicy.Once, hours, trained.Setup.Parameters, null, cancellation);
        var after = checking[DriftPolicy.Once].All.Select(laboratory => laboratory.State).ToArray();
        var goneOn = continued is null ? null : Check(DriftPolicy.Continued, hours, continued.Parameters, before, cancellation);
        states = after;
        return goneOn is null ? [once] : [once, goneOn];
    }

    // Runs that checks have used are not used again; the time and what is programmed are the laboratory's own.
    private static LaboratoryState[] StatesOf(Laboratories laboratories, LaboratoryState[] used) =>
    [
        .. laboratories.All.Zip(used, (laboratory, state) => laboratory.State with { NextRun = state.NextRun, Programmings = state.Programmings }),
    ];

    private DriftCheck Check(
        string policy, double hours, SortedDictionary<string, Tensor> parameters, SortedDictionary<string, Tensor>? before, CancellationToken cancellation)
    {
        double? earlier = before is null ? null : Accuracy(before, trained.Laboratories(), cancellation);
        var laboratories = checking[policy];
        var accuracy = Accuracy(parameters, laboratories, cancellation);
        var ledgers = laboratories.All.Concat(policy == DriftPolicy.Continued ? continued!.Laboratories.All : []).Select(laboratory => laboratory.Ledger);
        return new(policy, training.Method, training.Seed, training.Device!.Value, hours, accuracy, earlier, Ledger.Sum(ledgers));
    }

    private double Accuracy(SortedDictionary<string, Tensor> parameters, Laboratories laboratories, CancellationToken cancellation)
    {
        EndOfTraining.Set(laboratories, states);
        var (step, rows, right) = (PhysicalSteps.Measured(laboratories, Purpose.Evaluate), new RowExamples(examples), 0);
        var passes = Math.Max(1, (LeastClassified + rows.Count - 1) / rows.Count);
        for (var pass = 0; pass < passes; pass++)
        {
            for (var first = 0; first < rows.Count; first += Block)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = new TensorScope();
                var batch = rows.Pick([.. Enumerable.Range(first, Math.Min(Block, rows.Count - first))], default, 0);
                var predicted = Classifier.Predict(trained.Setup.Network, parameters, batch.X, step);
                right += predicted.Zip(batch.Labels).Count(pair => pair.First == pair.Second);
            }
        }
        return (double)right / (passes * rows.Count);
    }
}

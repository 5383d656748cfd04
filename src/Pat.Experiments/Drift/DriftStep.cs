using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Drift;

/// <summary>What a step of physics-aware training asks of the hardware.</summary>
/// <param name="Rows">Rows of its batch.</param>
/// <param name="Runs">Device runs.</param>
/// <param name="Programmings">How often parameters are set.</param>
/// <param name="Seconds">Time on the clock of each device, in seconds.</param>
internal sealed record DriftStep(int Rows, long Runs, long Programmings, IReadOnlyList<double> Seconds)
{
    /// <summary>Takes the measurements of one step, on laboratories of its own, and throws its gradient away.</summary>
    public static DriftStep Of(ITaskSetup setup)
    {
        using var scope = new TensorScope();
        var laboratories = setup.Shadow(quiet: false);
        // As in the middle of a training: other parameters are in force.
        EndOfTraining.Set(laboratories, [.. laboratories.All.Select(laboratory => laboratory.State with { Programmed = default })]);
        var begin = laboratories.All.Select(laboratory => laboratory.State.Time).ToArray();
        var batch = setup.Some(Comparison.Rows.Train, setup.Plan(1, 1).BatchSize);
        new PhysicsAwareTraining(setup.Twins).Estimate(setup.Network, setup.Objective, setup.Parameters, batch, laboratories);
        var cost = Ledger.Sum(laboratories.All.Select(laboratory => laboratory.Ledger))[Purpose.Train];
        return new(batch.Labels.Length, cost.Runs, cost.Programmings, [.. laboratories.All.Zip(begin, (laboratory, from) => laboratory.State.Time - from)]);
    }
}

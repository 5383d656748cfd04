using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Yield;

/// <summary>
/// How well one design does on many fabricated devices. A network that is deployed as it is is measured on a device that was just switched on;
/// one that was trained on the device, right after its training. All policies are measured on the same test examples.
/// </summary>
public static class YieldExperiment
{
    /// <summary>Runs the experiment: what is trained once first, then device by device all policies, as many at a time as there are threads.</summary>
    /// <param name="task">The task.</param>
    /// <param name="seeds">Run seeds.</param>
    /// <param name="plan">Devices and policies.</param>
    /// <param name="onTrained">Called with each network that was trained from its starting values, from one thread at a time.</param>
    /// <param name="onRow">Called with each row as soon as it is there, from one thread at a time.</param>
    /// <param name="cancellation">Stops all; what was done before was given to onRow.</param>
    /// <exception cref="RunFailedException">A loss, measurement or gradient is not finite.</exception>
    /// <returns>The rows in the order of seeds, devices and policies, and whether all are there.</returns>
    public static (IReadOnlyList<YieldRow> Rows, bool Complete) Run(
        IHardwareTask task, IReadOnlyList<long> seeds, YieldPlan plan, Action<MethodResult>? onTrained = null, Action<YieldRow>? onRow = null,
        CancellationToken cancellation = default)
    {
        MethodResult Train(Training training) => task.Train(training, task.Settings, cancellation: cancellation);
        Training[] once = [.. seeds.SelectMany(seed => plan.TrainedOnce.Select(method => new Training(method, seed, plan.TrainedOn)))];
        var (trained, ready) = TrainingRunner.Run(once, Train, onTrained, cancellation);
        if (!ready)
            return ([], false);

        var cells = (from seed in seeds from device in plan.Devices from policy in plan.Policies select (seed, device, policy)).ToArray();
        var rows = new YieldRow?[cells.Length];
        var reporting = new Lock();
        var complete = TrainingRunner.Jobs(cells.Length, i =>
        {
            var (seed, device, policy) = cells[i];
            var training = new Training(plan.MethodOf(policy), seed, device);
            var (row, result) = TrainingRunner.Named($"{policy}, {training}", () => policy == YieldPlan.TrainedOnEach
                ? OnEach(Train(training))
                : (Used(task, plan, policy, trained.First(one => one.Method == training.Method && one.Seed == seed), device, cancellation), null));
            lock (reporting)
            {
                if (result is not null)
                    onTrained?.Invoke(result);
                rows[i] = row;
                onRow?.Invoke(row);
            }
        }, cancellation);
        return ([.. rows.OfType<YieldRow>()], complete);
    }

    private static (YieldRow Row, MethodResult? Result) OnEach(MethodResult result) => (
        new(YieldPlan.TrainedOnEach, result.Method, result.Seed, result.Device, result.Device!.Value, result.DeviceAccuracy, result.DeviceRuns), result);

    // A network that was trained elsewhere.
    private static YieldRow Used(IHardwareTask task, YieldPlan plan, string policy, MethodResult trained, long device, CancellationToken cancellation)
    {
        var setup = task.Open(trained.Seed, device, task.Settings);
        Deployment.StartFrom(setup, trained.Parameters);
        if (policy == YieldPlan.FineTuned)
            FineTune(setup, plan, task.LearningRateOf(YieldPlan.OnDevice), cancellation);
        var accuracy = Deployment.TestAccuracy(setup, setup.Parameters, cancellation);
        var runs = Ledger.Sum(setup.Laboratories.All.Select(laboratory => laboratory.Ledger))[Purpose.Train].Runs;
        return new(policy, trained.Method, trained.Seed, trained.DeviceRuns == 0 ? null : trained.Device, device, accuracy, runs);
    }

    private static void FineTune(ITaskSetup setup, YieldPlan plan, double rate, CancellationToken cancellation) => Trainer.Train(
        setup.Network, setup.Objective, setup.Parameters, setup.Examples, new PhysicsAwareTraining(setup.Twins), setup.Laboratories,
        setup.Plan(plan.FineTuneEpochs, plan.FineTuneRate * rate), setup.Noise.Of(NoiseRole.DataOrder).Split("fine-tuning"), cancellation: cancellation);
}

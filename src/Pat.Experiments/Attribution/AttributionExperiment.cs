using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;
using Pat.Systems.Benches;

namespace Pat.Experiments.Attribution;

/// <summary>
/// What each departure of a device from its twin costs in accuracy: without it where all others are present, and by it alone. All devices of a run are
/// the same one but for what is left out: the same errors are drawn, the same noise of single runs, the same test examples.
/// </summary>
public static class AttributionExperiment
{
    /// <summary>Accuracies that are measured for one seed and device: two for each departure, with all, with none.</summary>
    public static int MeasurementsOf(IHardwareTask task) => 2 * Departure.Of(task.Bench, task.Settings).Count + 2;

    /// <summary>
    /// Runs the experiment, as many seeds and devices at a time as there are threads. A method that never runs the device is trained once for each seed.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="runs">The seeds, and the device of each.</param>
    /// <param name="method">How networks are trained.</param>
    /// <param name="retrain">Train anew on each device, instead of once on that with all departures: what a departure costs a method that can adapt to it.</param>
    /// <param name="onTrained">Called with each network that was trained on a device with all departures, from one thread at a time.</param>
    /// <param name="onRow">Called with each row as soon as it is there, from one thread at a time.</param>
    /// <param name="cancellation">Stops all; what was done before was given to onRow.</param>
    /// <exception cref="RunFailedException">A loss, measurement or gradient is not finite.</exception>
    /// <returns>The rows in the order of seeds, devices and departures, and whether all are there.</returns>
    public static (IReadOnlyList<AttributionRow> Rows, bool Complete) Run(
        IHardwareTask task, IReadOnlyList<(long Seed, long Device)> runs, string method, bool retrain = false,
        Action<MethodResult>? onTrained = null, Action<AttributionRow>? onRow = null, CancellationToken cancellation = default)
    {
        MethodResult Train(Training training) => task.Train(training, task.Settings, cancellation: cancellation);
        var firsts = runs.DistinctBy(run => run.Seed).Select(run => new Training(method, run.Seed, run.Device)).ToArray();
        var (trained, ready) = TrainingRunner.Run(firsts, Train, onTrained, cancellation);
        if (!ready)
            return ([], false);

        var bySeed = trained.ToDictionary(result => result.Seed);
        var rows = new List<AttributionRow>[runs.Count];
        var reporting = new Lock();
        var complete = TrainingRunner.Jobs(runs.Count, i =>
        {
            rows[i] = [];
            var (seed, device) = runs[i];
            var network = bySeed[seed];
            if (network.Device != device && (retrain || network.DeviceRuns > 0))
            {
                network = TrainingRunner.Named(new(method, seed, device), Train);
                lock (reporting)
                    onTrained?.Invoke(network);
            }
            foreach (var row in new OneDevice(task, network, device, retrain, cancellation).Rows())
            {
                lock (reporting)
                {
                    rows[i].Add(row);
                    onRow?.Invoke(row);
                }
            }
        }, cancellation);
        return ([.. rows.OfType<List<AttributionRow>>().SelectMany(part => part)], complete);
    }

    // A network that was trained on the device with all departures, or on no device.
    private sealed class OneDevice(IHardwareTask task, MethodResult network, long device, bool retrain, CancellationToken cancellation)
    {
        private readonly Training training = new(network.Method, network.Seed, device);

        public IEnumerable<AttributionRow> Rows()
        {
            var departures = Departure.Of(task.Bench, task.Settings);
            var withAll = retrain ? network.DeviceAccuracy : Accuracy("with all imperfections", task.Settings);
            var withNone = Accuracy("with no imperfection", Departure.Without(departures, task.Settings));
            foreach (var departure in departures)
            {
                yield return Row(departure, AttributionMode.LeaveOneOut, Accuracy($"without {departure.Name}", departure.Remove(task.Settings)), withAll);
                yield return Row(
                    departure, AttributionMode.Alone,
                    Accuracy($"{departure.Name} alone", Departure.Without(departures.Where(other => other != departure), task.Settings)), withNone);
            }
        }

        private AttributionRow Row(Departure departure, AttributionMode mode, double accuracy, double reference) =>
            new(training.Method, training.Seed, device, departure.Name, departure.Group, mode, accuracy, reference);

        private double Accuracy(string what, BenchSettings settings) => TrainingRunner.Named($"{training}, {what}", () => retrain
            ? task.Train(training, settings, cancellation: cancellation).DeviceAccuracy
            : Deployment.TestAccuracy(task.Open(training.Seed, device, settings), network.Parameters, cancellation));
    }
}

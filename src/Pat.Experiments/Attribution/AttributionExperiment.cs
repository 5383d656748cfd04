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

    /// <summary>Runs the experiment, as many seeds and devices at a time as there are threads.</summary>
    /// <param name="task">The task.</param>
    /// <param name="runs">The seeds, and the device of each.</param>
    /// <param name="method">How networks are trained.</param>
    /// <param name="retrain">Train anew on each device, instead of once on that with all departures: what a departure costs a method that can adapt to it.</param>
    /// <param name="onTrained">Called with the network that was trained on the device with all departures.</param>
    /// <param name="onRow">Called with each row as soon as it is there, from one thread at a time.</param>
    /// <param name="cancellation">Stops all; what was done before was given to onRow.</param>
    /// <exception cref="RunFailedException">A loss, measurement or gradient is not finite.</exception>
    /// <returns>The rows in the order of seeds, devices and departures, and whether all are there.</returns>
    public static (IReadOnlyList<AttributionRow> Rows, bool Complete) Run(
        IHardwareTask task, IReadOnlyList<(long Seed, long Device)> runs, string method, bool retrain = false,
        Action<MethodResult>? onTrained = null, Action<AttributionRow>? onRow = null, CancellationToken cancellation = default)
    {
        var rows = new List<AttributionRow>[runs.Count];
        var reporting = new Lock();
        var complete = TrainingRunner.Jobs(runs.Count, i =>
        {
            rows[i] = [];
            var one = new OneDevice(task, new(method, runs[i].Seed, runs[i].Device), runs[i].Device, retrain, cancellation);
            lock (reporting)
                onTrained?.Invoke(one.Trained);
            foreach (var row in one.Rows())
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

    private sealed class OneDevice(IHardwareTask task, Training training, long device, bool retrain, CancellationToken cancellation)
    {
        // The network of the device with all departures.
        public MethodResult Trained { get; } = TrainingRunner.Named(training, _ => task.Train(training, task.Settings, cancellation: cancellation));

        public IEnumerable<AttributionRow> Rows()
        {
            var departures = Departure.Of(task.Bench, task.Settings);
            var withAll = retrain ? Trained.DeviceAccuracy : Accuracy("with all imperfections", task.Settings);
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
            : Deployment.TestAccuracy(task.Open(training.Seed, device, settings), Trained.Parameters, cancellation));
    }
}

using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;

namespace Pat.Experiments.Diagnostics;

/// <summary>Writes samples.csv: what device and twin make of the same few inputs, at the first and the last use of a device by each trained network.</summary>
/// <param name="tables">Where it is written.</param>
/// <param name="first">Seed and device of the run whose networks are shown.</param>
internal sealed class SamplesObserver(IRunTables tables, (long Seed, long Device) first) : ITrainingObserver
{
    private const int Examples = 2;

    private static readonly string[] columns =
        ["method", "seed", "device", "layer", "example", "position", "position_unit", "input", "device_output", "twin_output"];

    /// <inheritdoc/>
    public void Look(Training training, ITaskSetup setup, int epoch, int epochs)
    {
    }

    /// <inheritdoc/>
    public void End(Training training, ITaskSetup setup, MethodResult result)
    {
        if ((training.Seed, training.Device) != (first.Seed, first.Device))
            return;
        var (laboratories, twins) = (setup.Shadow(quiet: false), new List<Tensor>());
        var (onDevice, onTwin) = (PhysicalSteps.Measured(laboratories, Purpose.Evaluate), PhysicalSteps.Computed(setup.Twins, laboratories));
        var x = setup.Some(Rows.Train, Examples).X;
        var uses = PhysicalUse.Record(setup.Network, setup.Parameters, x, (input, theta, apparatus) =>
        {
            twins.Add(onTwin(input, theta, apparatus).Value.Clone());
            return onDevice(input, theta, apparatus);
        });
        foreach (var use in new[] { 0, uses.Count - 1 }.Distinct())
            Append(training, use + 1, uses[use], twins[use], x.Rows, laboratories[uses[use].Apparatus].Apparatus.Ports);
    }

    // A network may send several rows for an example, such as the patches of an image: the first is shown.
    private void Append(Training training, int layer, PhysicalUse use, Tensor twin, int examples, SystemPorts ports)
    {
        for (var example = 0; example < examples; example++)
        {
            var row = example * (use.X.Rows / examples);
            var input = use.X.Row(row);
            var device = use.Y.Row(row);
            var modelled = twin.Row(row);
            for (var i = 0; i < Math.Max(input.Length, device.Length); i++)
            {
                var (position, unit) = PositionOf(i, ports.Output.Layout);
                tables.Append(
                    "samples.csv", columns, training.Method, training.Seed, training.Device, layer, example + 1, position, unit,
                    i < input.Length ? input[i] : null, i < device.Length ? device[i] : null, i < device.Length ? modelled[i] : null);
            }
        }
    }

    private static (double Position, string Unit) PositionOf(int i, Layout layout) =>
        layout is Layout.Series series ? (i / series.Channels * series.Period, "s") : (i, "1");
}

using Pat.Core.Physical;
using Pat.Core.Training;
using Pat.Experiments.Comparison;
using Pat.Experiments.Runs;
using Pat.Systems;

namespace Pat.Experiments.Diagnostics;

/// <summary>Writes effects.csv: what each imperfection that is listed at a device, and not switched off, did to the trained network.</summary>
/// <param name="tables">Where it is written.</param>
/// <param name="warnings">Told which imperfections did something.</param>
internal sealed class EffectsObserver(IRunTables tables, DiagnosticWarnings warnings) : ITrainingObserver
{
    private const int Examples = 16;

    private static readonly string[] columns = ["method", "seed", "device", "place", "imperfection", "kind", "relative_rms", "changed_percent"];

    /// <inheritdoc/>
    public void Look(Training training, ITaskSetup setup, int epoch, int epochs)
    {
    }

    /// <inheritdoc/>
    public void End(Training training, ITaskSetup setup, MethodResult result)
    {
        foreach (var uses in EffectsOf(setup).Where(IsOn).GroupBy(effect => (effect.Place, effect.Imperfection.Name, effect.Imperfection.Kind)))
        {
            var changed = uses.Average(effect => effect.Changed);
            warnings.Saw(uses.Key.Place, uses.Key.Name, changed > 0);
            tables.Append(
                "effects.csv", columns, training.Method, training.Seed, training.Device, Lower(uses.Key.Place), uses.Key.Name, Lower(uses.Key.Kind),
                Math.Sqrt(uses.Average(effect => effect.RelativeRms * effect.RelativeRms)), 100 * changed);
        }
    }

    private static List<StageEffect> EffectsOf(ITaskSetup setup)
    {
        var (laboratories, effects) = (setup.Shadow(quiet: false), new List<StageEffect>());
        setup.Network.Forward(setup.Parameters, setup.Some(Rows.Train, Examples).X, (x, theta, apparatus) =>
        {
            var laboratory = laboratories[apparatus];
            var shot = laboratory.Issue(theta.Value, x.Value.Rows, Purpose.Evaluate);
            if (laboratory.Apparatus is Device device)
                effects.AddRange(device.Effects(x.Value, theta.Value, shot));
            return x.Tape.Constant(laboratory.Apparatus.Run(x.Value, theta.Value, shot));
        });
        return effects;
    }

    // At strength 0 an imperfection is what it is at any other strength times 0.
    private static bool IsOn(StageEffect effect) => !effect.Imperfection.Scaled(0).Equals(effect.Imperfection);

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}

using Pat.Core.Tensors;
using Pat.Experiments.Classification;
using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Diagnostics;
using Pat.Experiments.Images;
using Pat.Experiments.Runs;
using Pat.Experiments.Vowels;

namespace Pat.Benchmarks.Claims;

/// <summary>What the diagnostics of a run cost: physics-aware training without them over the same training with them, in processor time of the process.</summary>
/// <remarks>Trainings with and without take turns. The ratio is that of the least times of both, which other work on the machine hardly changes.</remarks>
/// <param name="task">What is trained.</param>
/// <param name="rounds">How often, with and without.</param>
/// <param name="train">Trains with an observer or none, on one thread.</param>
internal sealed class TrainingWithDiagnostics(string task, int rounds, Action<ITrainingObserver?> train) : IClaim
{
    // With diagnostics a training may take 1.10 times as long.
    private const double Most = 1.10;

    public string Name => $"{task} with diagnostics over without";

    public double? Required => 1 / Most;

    /// <summary>Vowels: one default training.</summary>
    public static TrainingWithDiagnostics Vowels()
    {
        var options = new VowelOptions { Seeds = [1], Devices = [1], Methods = ["pat"] };
        return new("vowel training", 5, observer => VowelExperiment.Run(options, SyntheticVowels.Draw, observer: observer));
    }

    /// <summary>
    /// Plate: 16,500 training rows instead of the 440,000 of the default. Diagnostics of short trainings take a larger share (GradientLooks: 5 % of these by count, 3 % of
    /// the default), so this is the harder case.
    /// </summary>
    public static TrainingWithDiagnostics Plate()
    {
        var options = new ImageOptions { System = "plate", Seeds = [1], Devices = [1], Methods = ["pat"], Epochs = 3 };
        var system = new PlateImages();
        var data = ImageRows.Of(system, DrawnDigits.Draw(1, train: 5_500, validation: 100, test: 200));
        return new("plate training", 2, observer => ClassifierExperiment.Run(system, options, _ => data, observer: observer));
    }

    public Measurement Measure()
    {
        var (with, without) = (double.PositiveInfinity, double.PositiveInfinity);
        Workers.OnOneThread(() =>
        {
            train(RunDiagnostics.To(new Nowhere(), (1, 1), new(), _ => true)); // compiles
            for (var round = 0; round < rounds; round++)
            {
                without = Math.Min(without, Seconds(null));
                with = Math.Min(with, Seconds(RunDiagnostics.To(new Nowhere(), (1, 1), new(), _ => true)));
            }
        });
        return new(without / with, $"{1e3 * with:F0} against {1e3 * without:F0} ms");
    }

    private double Seconds(ITrainingObserver? observer)
    {
        var start = Environment.CpuUsage.TotalTime;
        train(observer);
        return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }

    private sealed class Nowhere : IRunTables
    {
        public void Append(string file, string[] columns, params object?[] values)
        {
        }
    }
}

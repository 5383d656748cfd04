using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Comparison;
using Pat.Systems;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.Diagnostics;

/// <summary>Gradients over the parameters that control devices, compared with those of the devices themselves.</summary>
internal static class DeviceGradients
{
    // Examples among which classes are balanced: all of a small set, whose rows may be sorted by class.
    private const int Pool = 512;

    // Length of the step of a sampled slope: 20 levels of 12 bits on ±1, but at least 4 levels. With 20 levels of 8 bits on [0, 1] the loss of the vowel network bends
    // too much: before training, differences of the device without noise give -4.6 where its slope is 4.0; with 4 levels they give 3.9.
    private const double Step = 20 * 2.0 / 4095, LeastLevels = 4;

    /// <summary>Cosine between an estimator's gradient and that of the device, both without noise of single runs, on the first training rows.</summary>
    /// <param name="setup">The network as it is.</param>
    /// <param name="estimator">The estimator.</param>
    /// <param name="rows">How many training rows at most.</param>
    /// <param name="rowsPerPart">Rows whose gradient is taken together, so that memory stays small.</param>
    /// <param name="quiet">The devices without noise.</param>
    public static double Cosine(ITaskSetup setup, IGradientEstimator estimator, int rows, int rowsPerPart, Laboratories quiet) =>
        GradientReport.Of(SubjectOf(setup, setup.Some(Rows.Train, rows)), rowsPerPart, quiet, ("own", estimator)).Over("own").Alignment.Cosine;

    /// <summary>Compares physics-aware training, block physics-aware training and training in silico, whatever the network was trained by.</summary>
    /// <param name="setup">The network as it is.</param>
    /// <param name="rows">How many training rows at most, of all classes alike.</param>
    /// <param name="rowsPerPart">Rows whose gradient is taken together.</param>
    public static (GradientReport Report, GradientSubject Subject) Compare(ITaskSetup setup, int rows, int rowsPerPart)
    {
        var subject = SubjectOf(setup, Balanced(setup.Some(Rows.Train, Math.Max(Pool, rows)), rows));
        return (GradientReport.Of(
            subject, rowsPerPart, setup.Shadow(quiet: true),
            ("pat", new PhysicsAwareTraining(setup.Twins)), ("block-pat", new BlockPhysicsAwareTraining(setup.Twins)), ("in-silico", new InSilico(setup.Twins))), subject);
    }

    /// <summary>Samples the slope of the loss on the noisy device along its mean-field gradient.</summary>
    /// <param name="setup">The network as it is.</param>
    /// <param name="report">The comparison.</param>
    /// <param name="subject">What was compared.</param>
    /// <param name="rowsPerPart">Rows of its parts.</param>
    /// <param name="parts">How many parts of it are used.</param>
    /// <param name="draws">Draws of the noise.</param>
    public static SampledSlope Check(ITaskSetup setup, GradientReport report, GradientSubject subject, int rowsPerPart, int parts, int draws)
    {
        var rows = Math.Min(parts * rowsPerPart, subject.Batch.Labels.Length);
        var level = setup.Laboratories.All.Max(laboratory => ConverterStep(laboratory.Apparatus));
        return SampledSlope.Of(
            subject.First(rows), report.MeanField((rows + rowsPerPart - 1) / rowsPerPart), setup.Shadow(quiet: false), Math.Max(Step, LeastLevels * level), level, draws, setup.Noise.Root.Split("sampled slope"));
    }

    /// <summary>The widest step of the converters in front of a device's physics, in the unit of its input; 0 if there is none.</summary>
    internal static double ConverterStep(IPhysicalSystem device) => device is not Device { } simulated
        ? 0
        : simulated.Input.Concat(simulated.Parameters).Select(one => one switch
        {
            Levels { Strength: > 0 } levels => (levels.Max - (double)levels.Min) / (levels.Count - 1),
            Converter { Strength: > 0 } converter => (converter.Max - (double)converter.Min) / ((1 << converter.Bits) - 2),
            _ => 0,
        }).DefaultIfEmpty(0).Max();

    /// <summary>The first of each class, then the second of each, and so on.</summary>
    internal static Batch Balanced(Batch all, int rows)
    {
        int[] chosen =
        [
            .. all.Labels.Index().GroupBy(row => row.Item).SelectMany(ofClass => ofClass.Select((row, place) => (place, row.Item, row.Index)))
                .Order().Take(rows).Select(row => row.Index),
        ];
        return new RowExamples(all).Pick(chosen, Noise.FromSeed(0), 0);
    }

    private static GradientSubject SubjectOf(ITaskSetup setup, Batch batch) => new(setup.Network, setup.Objective, setup.Parameters, batch, setup.IsPhysical);
}

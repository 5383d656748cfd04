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

    // Of range 1, where a device has no converter: that of 12 bits.
    private const double FineStep = 1.0 / 4095;

    /// <summary>Cosine between an estimator's gradient and that of the device, both without noise of single runs, on the first training rows.</summary>
    /// <param name="setup">The network as it is.</param>
    /// <param name="estimator">The estimator.</param>
    /// <param name="rows">How many training rows at most.</param>
    /// <param name="rowsPerPart">Rows whose gradient is taken together, so that memory stays small.</param>
    /// <param name="quiet">The devices without noise.</param>
    public static double Cosine(ITaskSetup setup, IGradientEstimator estimator, int rows, int rowsPerPart, Laboratories quiet) =>
        GradientReport.Of(SubjectOf(setup, setup.First(Rows.Train, rows)), rowsPerPart, quiet, ("own", estimator)).Over("own").Alignment.Cosine;

    /// <summary>Compares physics-aware training, block physics-aware training and training in silico, whatever the network was trained by.</summary>
    /// <param name="setup">The network as it is.</param>
    /// <param name="rows">How many training rows at most, of all classes alike.</param>
    /// <param name="rowsPerPart">Rows whose gradient is taken together.</param>
    public static (GradientReport Report, GradientSubject Subject) Compare(ITaskSetup setup, int rows, int rowsPerPart)
    {
        var subject = SubjectOf(setup, Balanced(setup.First(Rows.Train, Math.Max(Pool, rows)), rows));
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
        var step = SampledSlope.ConverterSteps * setup.Laboratories.All.Max(laboratory => ConverterStep(laboratory.Apparatus));
        return SampledSlope.Of(
            subject.First(rows), report.MeanField((rows + rowsPerPart - 1) / rowsPerPart), setup.Shadow(quiet: false), step, draws, setup.Noise.Root.Split("sampled slope"));
    }

    /// <summary>The widest step of the converters in front of a device's physics, in the unit of its input.</summary>
    internal static double ConverterStep(IPhysicalSystem device) => device is not Device { } simulated
        ? FineStep
        : simulated.Input.Concat(simulated.Parameters).OfType<Levels>().Where(levels => levels.Strength > 0)
            .Select(levels => (levels.Max - (double)levels.Min) / (levels.Count - 1)).DefaultIfEmpty(FineStep).Max();

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

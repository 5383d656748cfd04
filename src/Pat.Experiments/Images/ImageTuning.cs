using Pat.Experiments.Comparison;
using Pat.Experiments.Data;

namespace Pat.Experiments.Images;

/// <summary>The tuning allowance of the methods of the image experiment; see <see cref="RateTuning"/>.</summary>
public static class ImageTuning
{
    /// <summary>Run seeds of the tuning; the device of a run has the same number.</summary>
    public static IReadOnlyList<long> Seeds { get; } = [101, 102];

    /// <summary>Learning rates that every method is offered.</summary>
    public static IReadOnlyList<double> Rates { get; } = [0.001, 0.003, 0.01, 0.03];

    /// <summary>What is tried.</summary>
    /// <param name="system">The physical system.</param>
    /// <param name="options">What is run; its seeds are those of the tuning.</param>
    /// <param name="rates">Learning rates.</param>
    /// <param name="data">From a run seed to its images.</param>
    public static RateTuning Of(IImageSystem system, ImageOptions options, IReadOnlyList<double> rates, Func<long, ImageData> data) => new(
        options.Methods, rates, options.Seeds, ImageMethods.UsesDevice,
        (method, seed, rate, cancellation) => ImageExperiment.Train(
            new(method, seed, ImageMethods.IsPhysical(method) ? seed : null), system, options, data(seed),
            new(options.Epochs) { LearningRate = rate, Test = false }, cancellation));
}

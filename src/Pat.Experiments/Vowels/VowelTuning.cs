using Pat.Experiments.Comparison;
using Pat.Experiments.Data;

namespace Pat.Experiments.Vowels;

/// <summary>The tuning allowance of the methods of the vowel experiment; see <see cref="RateTuning"/>.</summary>
public static class VowelTuning
{
    /// <summary>Run seeds of the tuning; the device of a run has the same number.</summary>
    public static IReadOnlyList<long> Seeds { get; } = [.. Enumerable.Range(101, 24).Select(seed => (long)seed)];

    /// <summary>What is tried.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="data">From a run seed to its vowels.</param>
    public static RateTuning Of(VowelOptions options, Func<long, VowelData> data) => new(
        options.Methods, VowelMethods.TuningRates, Seeds, VowelMethods.UsesDevice,
        (method, seed, rate, cancellation) => VowelMethods.IsPhysical(method)
            ? VowelMethods.Run(method, new VowelSetup(options, data(seed), seed, seed), seed, seed, options.Epochs, rate, test: false, cancellation: cancellation)
            : DigitalBaselines.Run(method, data(seed), seed, options.NoiseOf(seed), options.Epochs, rate, test: false, cancellation));
}

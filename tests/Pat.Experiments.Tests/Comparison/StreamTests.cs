using System.Collections.Immutable;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Experiments.Data;
using Pat.Experiments.Vowels;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Tests.Comparison;

/// <summary>Streams that are drawn anew one by one: each changes what belongs to it and nothing else.</summary>
public sealed class StreamTests
{
    private const long Seed = 1;
    private static readonly VowelData vowels = SyntheticVowels.Draw(Seed);
    private static readonly SecondHarmonicNoise onlyJitter = new(Levels: 0, Jitter: 1, Shot: 0, Read: 0), onlyReading = new(Levels: 0, Jitter: 0, Shot: 1, Read: 1);

    public static TheoryData<NoiseRole> Streams { get; } = [.. Enum.GetValues<NoiseRole>().Where(role => role != NoiseRole.Fabrication)];

    [Theory, MemberData(nameof(Streams))]
    public void A_stream_with_a_seed_of_its_own_leaves_the_keys_of_all_others(NoiseRole stream)
    {
        var (before, after) = (new VowelOptions().NoiseOf(Seed), With(stream).NoiseOf(Seed));
        Assert.Equal(RunNoise.FromSeed(Seed).Of(stream), before.Of(stream));
        Assert.All(Enum.GetValues<NoiseRole>(), role => Assert.Equal(role != stream, before.Of(role) == after.Of(role)));
        Assert.Equal(With(stream).NoiseOf(Seed).Of(stream), With(stream).NoiseOf(Seed + 1).Of(stream)); // the same in all runs
    }

    [Theory, MemberData(nameof(Streams))]
    public void Starting_values_follow_the_initialisation_and_nothing_else(NoiseRole stream)
    {
        var (before, after) = (Setup(new VowelOptions()), Setup(With(stream)));
        var same = before.Parameters.All(pair => pair.Value.Values.SequenceEqual(after.Parameters[pair.Key].Values));
        Assert.Equal(stream != NoiseRole.Initialisation, same);
    }

    [Theory, MemberData(nameof(Streams))]
    public void What_is_measured_follows_the_streams_of_physics_and_readout_and_no_other(NoiseRole stream)
    {
        Assert.Equal(stream != NoiseRole.Physics, Measured(With(null, onlyJitter)).SequenceEqual(Measured(With(stream, onlyJitter))));
        Assert.Equal(stream != NoiseRole.Readout, Measured(With(null, onlyReading)).SequenceEqual(Measured(With(stream, onlyReading))));
    }

    // Two devices without departures are equal but for their names, which the key of the noise holds.
    [Fact]
    public void The_same_noise_on_another_chip_takes_seeds_of_its_own()
    {
        var alike = new VowelOptions { Gap = new SecondHarmonicGap().Scaled(0) };
        Assert.NotEqual(Measured(alike, device: 1), Measured(alike, device: 2));
        var held = alike with { StreamSeeds = Seeds(NoiseRole.Input, NoiseRole.Physics, NoiseRole.Readout) };
        Assert.Equal(Measured(held, device: 1), Measured(held, device: 2));
        Assert.NotEqual(Measured(held with { Gap = new() }, device: 1), Measured(held with { Gap = new() }, device: 2));
    }

    [Fact]
    public void Other_noise_on_the_same_chip_is_another_run_seed()
    {
        var setups = (One: new VowelSetup(new(), vowels, 1, 5), Other: new VowelSetup(new(), vowels, 2, 5));
        Assert.NotEqual(Measured(setups.One), Measured(setups.Other));
        var quiet = new VowelOptions { Noise = 0 };
        Assert.Equal(Measured(new VowelSetup(quiet, vowels, 1, 5)), Measured(new VowelSetup(quiet, vowels, 2, 5)));
    }

    private static ImmutableSortedDictionary<NoiseRole, long> Seeds(params NoiseRole[] streams) => streams.ToImmutableSortedDictionary(stream => stream, _ => 77L);

    private static VowelOptions With(NoiseRole? stream, SecondHarmonicNoise? parts = null) =>
        new() { NoiseParts = parts ?? new(), StreamSeeds = stream is { } own ? Seeds(own) : Seeds() };

    private static VowelSetup Setup(VowelOptions options, long device = 1) => new(options, vowels, Seed, device);

    private static float[] Measured(VowelOptions options, long device = 1) => Measured(Setup(options, device));

    private static float[] Measured(VowelSetup setup)
    {
        var (x, theta) = (new Tensor(4, 50), new Tensor(50));
        Noise.FromSeed(1).Uniforms(0, x);
        Noise.FromSeed(2).Uniforms(0, theta.AsSpan());
        return setup.Laboratory.Run(x, theta, Purpose.Evaluate).Values.ToArray();
    }
}

using System.Collections.Immutable;

namespace Pat.Core.Randomness;

/// <summary>What randomness is for. Each stream can be drawn anew, or held, without the others.</summary>
public enum NoiseRole
{
    /// <summary>The fixed errors of a device: which one was made. Its seed is the device seed.</summary>
    Fabrication,

    /// <summary>Errors of each programming of the parameters.</summary>
    Programming,

    /// <summary>Noise of single runs on the way into the physics.</summary>
    Input,

    /// <summary>Noise of single runs within the physics.</summary>
    Physics,

    /// <summary>Noise of single runs on the way out.</summary>
    Readout,

    /// <summary>Slow changes on the hardware clock.</summary>
    Drift,

    /// <summary>Order of the training examples, and their augmentation.</summary>
    DataOrder,

    /// <summary>Starting values of the parameters.</summary>
    Initialisation,

    /// <summary>Noise that a digital twin makes itself.</summary>
    Twin,
}

/// <summary>
/// The randomness of a run, by stream. All streams follow the run seed, except those that were given a seed of their own:
/// "same chip, other noise" is another run seed, "same initialisation, other noise" a seed of its own for <see cref="NoiseRole.Initialisation"/>.
/// </summary>
/// <param name="Root">The stream of the run seed.</param>
public sealed record RunNoise(Noise Root)
{
    private ImmutableDictionary<NoiseRole, Noise> Own { get; init; } = ImmutableDictionary<NoiseRole, Noise>.Empty;

    /// <summary>All streams from one seed.</summary>
    public static RunNoise FromSeed(long seed) => new(Noise.FromSeed(seed));

    /// <summary>All streams from one key.</summary>
    public static implicit operator RunNoise(Noise root) => new(root);

    /// <summary>The same randomness with one stream from a seed of its own.</summary>
    /// <exception cref="ArgumentException">Fabrication is asked for: the device seed says what was fabricated.</exception>
    public RunNoise With(NoiseRole stream, long seed) => stream == NoiseRole.Fabrication
        ? throw new ArgumentException("RunNoise: what was fabricated follows from the device seed and not from a run; choose another device seed.", nameof(stream))
        : this with { Own = Own.SetItem(stream, Noise.FromSeed(seed)) };

    /// <summary>Whether a stream has a seed of its own.</summary>
    public bool HasOwn(NoiseRole stream) => Own.ContainsKey(stream);

    /// <summary>The key of a stream, before it is split by who uses it.</summary>
    public Noise Of(NoiseRole stream) => Own.GetValueOrDefault(stream, Root);
}

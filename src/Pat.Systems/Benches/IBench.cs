using Pat.Core.Physical;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Benches;

/// <summary>A preset: a physical system on a bench with a realistic stack of imperfections, each of which can be scaled on its own.</summary>
public interface IBench
{
    /// <summary>Its name on the command line and in files.</summary>
    string Name { get; }

    /// <summary>What stands on it, in a sentence.</summary>
    string Description { get; }

    /// <summary>Durations and energy of the hardware.</summary>
    HardwareTiming Timing { get; }

    /// <summary>All departures of a device from its nominal twin: errors of the physics itself, then what is listed along the signal path.</summary>
    IReadOnlyList<BenchTerm> Terms { get; }

    /// <summary>The largest output that is worked with, in the unit of the output port: what imperfections that are added there are scaled by.</summary>
    double OutputFullScale { get; }

    /// <summary>The nominal twin: what the laboratory knows.</summary>
    /// <param name="apparatus">Which of several apparatuses that one device seed stands for, from 0.</param>
    IDigitalTwin Twin(int apparatus = 0);

    /// <summary>Makes a device. The draws do not depend on the settings, so that each imperfection can be scaled on the same device.</summary>
    /// <param name="deviceSeed">Which device.</param>
    /// <param name="settings">How strongly each departure is present, and what is added.</param>
    /// <param name="apparatus">Which of several apparatuses that the device seed stands for, from 0.</param>
    /// <exception cref="ArgumentException">No device can be made with these settings, or a factor names no term.</exception>
    Device Fabricate(long deviceSeed, BenchSettings settings, int apparatus = 0);
}

/// <summary>Whether a departure follows the strength of the device's errors or of its noise.</summary>
public enum TermGroup
{
    /// <summary>A departure of the device from its twin, scaled by the strength.</summary>
    Gap,

    /// <summary>Converters, jitter and noise, scaled by the noise.</summary>
    Noise,
}

/// <summary>One departure of a device from its nominal twin.</summary>
/// <param name="Name">Its name on the command line and in files: words with hyphens, unique on its bench.</param>
/// <param name="Group">What it is scaled with.</param>
/// <param name="Kind">When it is drawn.</param>
/// <param name="Acts">Where it acts: "physics", "input", "parameters" or "output".</param>
/// <param name="Size">Its size at strength 1, with the unit.</param>
/// <param name="Formula">What it does, in one line.</param>
/// <param name="Source">Where the size comes from: authors and year, or "our choice".</param>
public sealed record BenchTerm(string Name, TermGroup Group, ImperfectionKind Kind, string Acts, string Size, string Formula, string Source);

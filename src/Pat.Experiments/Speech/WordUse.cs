using Pat.Core.Physical;
using Pat.Experiments.Audio;

namespace Pat.Experiments.Speech;

/// <summary>One use of the device on the way of a word: how it was driven, what came out, and what its twin says.</summary>
/// <remarks>A network that sends several rows for a word shows the first. Quotients are null where the device gave nothing but zeros.</remarks>
/// <param name="Number">Its place on the way, from 1.</param>
/// <param name="Ports">What inputs and outputs are.</param>
/// <param name="Drive">What was sent, on the device.</param>
/// <param name="Device">What the device gave, which is what the network goes on with.</param>
/// <param name="Again">What the device gives for the same drive a second time.</param>
/// <param name="Twin">What the twin gives for the same drive.</param>
/// <param name="TwinAlone">What the twin gives where it has taken the device's place in all uses so far.</param>
public sealed record WordUse(
    int Number, SystemPorts Ports, IReadOnlyList<float> Drive, IReadOnlyList<float> Device, IReadOnlyList<float> Again, IReadOnlyList<float> Twin, IReadOnlyList<float> TwinAlone)
{
    /// <summary>Time from one output to the next, in seconds; null where outputs do not follow each other in time.</summary>
    public double? Period => Ports.Output.Layout is Layout.Series { Channels: 1 } series ? series.Period : null;

    /// <summary>Root mean square of device minus twin over that of the device, both at the same drive.</summary>
    public double? Difference => Relative(Twin);

    /// <summary>The same for the twin that was alone up to here: it grows along the way.</summary>
    public double? DifferenceAlone => Relative(TwinAlone);

    /// <summary>Root mean square of the noise of a run over that of the device: of the difference of two runs, divided by √2.</summary>
    public double? Noise => Relative(Again) / Math.Sqrt(2);

    /// <summary>Root mean square of some numbers.</summary>
    public static double Rms(IEnumerable<float> values) => SoundLevel.Rms([.. values]);

    private double? Relative(IReadOnlyList<float> other)
    {
        var level = Rms(Device);
        return level == 0 ? null : Rms(Device.Zip(other, (device, twin) => device - twin)) / level;
    }
}

using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Core.Diagnostics;

/// <summary>How far the twin is from the device at one use of a physical system in a network.</summary>
/// <param name="Number">Number of the use in a pass, from 1; channels side by side have numbers of their own.</param>
/// <param name="Layer">The layer that uses it.</param>
/// <param name="Layerwise">The twin at the inputs that the device got while the network ran on it.</param>
/// <param name="Chain">All uses up to this one on the twin against all of them on the device: what adds up with depth. Of the last use: end to end.</param>
/// <param name="HearsEarlier">Whether its inputs depend on what earlier uses gave; where not, both gaps are of the same thing.</param>
public sealed record UseGap(int Number, string Layer, Gap Layerwise, Gap Chain, bool HearsEarlier);

/// <summary>Compares a network on its devices with the same network on their twins, use by use.</summary>
public static class GapReport
{
    /// <summary>Measures each use, in the range where the network works.</summary>
    /// <remarks>
    /// Repeats of a single use follow each other at fixed input with one programming, so errors of the programming count there as fixed pattern or structural;
    /// repeats of a chain are whole passes, in which a device that has several uses is programmed anew for each: there they are trial. A device with a single use
    /// keeps its programming, and they stay what they are. Slow drift is trial as far as it goes during the repeats.
    /// Of R repeats and N rows of the network it takes (2R − 1) N passes through the device and 2 N through the twin.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="x">Inputs of the network, [rows, features]; at least 3 rows.</param>
    /// <param name="laboratories">The devices; their clocks and ledgers go on.</param>
    /// <param name="twins">The twin of each device.</param>
    /// <param name="repeats">How often the device is run, at least 2.</param>
    /// <exception cref="ArgumentException">There are not as many twins as devices, or too few rows or repeats.</exception>
    /// <exception cref="ArithmeticException">An output is not finite.</exception>
    public static IReadOnlyList<UseGap> Of(
        Network network, IReadOnlyDictionary<string, Tensor> parameters, Tensor x, Laboratories laboratories, IReadOnlyList<IDigitalTwin> twins, int repeats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 2);
        var onDevice = PhysicalSteps.Measured(laboratories, Purpose.Evaluate);
        var onTwin = PhysicalSteps.Computed(twins, laboratories);
        var again = new List<List<Tensor>>(); // of each use: the twin, then the device once more and again
        IReadOnlyList<PhysicalUse> Run(PhysicalStep step) => PhysicalUse.Record(network, parameters, x, step);

        var first = Run((input, theta, apparatus) =>
        {
            var y = onDevice(input, theta, apparatus);
            again.Add([onTwin(input, theta, apparatus).Value.Clone(), .. Enumerable.Range(1, repeats - 1).Select(_ => onDevice(input, theta, apparatus).Value.Clone())]);
            return y;
        });
        IReadOnlyList<PhysicalUse>[] passes = [first, .. Enumerable.Range(1, repeats - 1).Select(_ => Run(onDevice))];
        var modelled = Run(onTwin);
        return
        [
            .. first.Select((use, i) => new UseGap(
                i + 1, use.Layer,
                Gap.Of(again[i][0], [use.Y, .. again[i].Skip(1)]),
                Gap.Of(modelled[i].Y, [.. passes.Select(pass => pass[i].Y)]),
                HearsEarlier: !SentTheSame(use, modelled[i]))),
        ];
    }

    // With device and twin in the places before it.
    private static bool SentTheSame(PhysicalUse onDevice, PhysicalUse onTwin) =>
        onDevice.X.Values.SequenceEqual(onTwin.X.Values) && onDevice.Theta.Values.SequenceEqual(onTwin.Theta.Values);
}

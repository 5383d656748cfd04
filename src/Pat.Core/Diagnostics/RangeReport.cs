using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Core.Diagnostics;

/// <summary>Inputs or parameters of one use: what was out of range, and how far they are from where they started.</summary>
/// <param name="Below">Share below the range, in [0, 1]: of what the network wanted, where it clamps; otherwise of what reached the system.</param>
/// <param name="Above">Share above the range.</param>
/// <param name="FromStart">How far from the start.</param>
public readonly record struct ValueRange(double Below, double Above, ShiftFromStart FromStart);

/// <summary>Range of one use of a physical system in a network.</summary>
/// <param name="Number">Number of the use in a pass, from 1.</param>
/// <param name="Layer">The layer that uses it.</param>
/// <param name="Inputs">Of the inputs.</param>
/// <param name="Parameters">Of the parameters; null for a system without any.</param>
public sealed record UseRange(int Number, string Layer, ValueRange Inputs, ValueRange? Parameters);

/// <summary>What the physical systems of a network are sent, against their ranges and against what they were sent at the start.</summary>
public static class RangeReport
{
    /// <summary>Compares the uses of a pass with those of the pass at the start, of the same examples.</summary>
    /// <param name="start">Uses before the first epoch; see <see cref="PhysicalUse.Record"/>.</param>
    /// <param name="now">Uses now.</param>
    /// <param name="laboratories">The devices, whose ports state the ranges.</param>
    /// <exception cref="ArgumentException">The passes have not the same number of uses.</exception>
    /// <exception cref="ShapeException">A use has other shapes than at the start.</exception>
    public static IReadOnlyList<UseRange> Of(IReadOnlyList<PhysicalUse> start, IReadOnlyList<PhysicalUse> now, Laboratories laboratories)
    {
        if (start.Count != now.Count)
            throw new ArgumentException($"RangeReport: expected {start.Count} uses of physical systems as at the start, got {now.Count}.", nameof(now));
        return [.. now.Select((use, i) => Of(i + 1, start[i], use, laboratories[use.Apparatus].Apparatus.Ports))];
    }

    private static UseRange Of(int number, PhysicalUse start, PhysicalUse now, SystemPorts ports)
    {
        var inputs = now.ClampedInputs.All > 0 ? now.ClampedInputs : ClampCount.Of(now.X.Values, ports.Input.Min, ports.Input.Max);
        var parameters = now.ClampedParameters.All > 0 ? now.ClampedParameters : OutsidePorts(now.Theta, ports);
        return new(
            number, now.Layer, Of(inputs, ShiftFromStart.OfRows(start.X, now.X)),
            now.Theta.Length == 0 ? null : Of(parameters, ShiftFromStart.OfParameters(start.Theta, now.Theta)));
    }

    private static ValueRange Of(ClampCount count, ShiftFromStart fromStart) => new((double)count.Below / count.All, (double)count.Above / count.All, fromStart);

    private static ClampCount OutsidePorts(Tensor theta, SystemPorts ports)
    {
        var (count, first) = (default(ClampCount), 0);
        foreach (var port in ports.Parameters)
        {
            count += ClampCount.Of(theta.Values.Slice(first, port.Size), port.Min, port.Max);
            first += port.Size;
        }
        return count;
    }
}

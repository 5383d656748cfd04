using Pat.Core.Tensors;

namespace Pat.Core.Physical;

/// <summary>What an input, parameter or output of a physical system is.</summary>
/// <param name="Name">Its name, unique within the system.</param>
/// <param name="Size">How many numbers it has.</param>
/// <param name="Min">Lower end of the admissible range; negative infinity if there is none.</param>
/// <param name="Max">Upper end of the admissible range; positive infinity if there is none.</param>
/// <param name="Unit">Its unit, "1" for a number without one.</param>
/// <param name="Layout">How its numbers lie.</param>
public sealed record Port(string Name, int Size, float Min, float Max, string Unit, Layout Layout);

/// <summary>How the numbers of a port lie.</summary>
public abstract record Layout
{
    private Layout() { }

    /// <summary>Numbers that belong together in no particular way.</summary>
    public sealed record Values : Layout;

    /// <summary>Samples over time: all channels of the first sample, then of the second, ...</summary>
    /// <param name="Period">Time from one sample to the next, in seconds.</param>
    /// <param name="Channels">Number of channels.</param>
    public sealed record Series(double Period, int Channels) : Layout;

    /// <summary>A picture or field, row by row.</summary>
    /// <param name="Rows">Number of rows.</param>
    /// <param name="Columns">Number of columns.</param>
    public sealed record Field(int Rows, int Columns) : Layout;

    /// <summary>Complex numbers: all real parts, then all imaginary parts.</summary>
    public sealed record Complex : Layout;
}

/// <summary>The ports of a physical system.</summary>
/// <param name="Input">The input x of one run.</param>
/// <param name="Parameters">Named slices of the parameter vector theta, in order; none is legal.</param>
/// <param name="Output">The measured output y of one run.</param>
public sealed record SystemPorts(Port Input, IReadOnlyList<Port> Parameters, Port Output)
{
    /// <summary>Length of the parameter vector theta.</summary>
    public int ParameterCount { get; } = Parameters.Sum(port => port.Size);

    /// <summary>Throws unless x has the shape [batch, Input.Size] and theta [ParameterCount]: the first line of a system's Run and Linearize.</summary>
    /// <param name="system">Name of the system, for the message.</param>
    /// <param name="x">Inputs.</param>
    /// <param name="theta">Parameters.</param>
    /// <exception cref="ShapeException">One of them has another shape.</exception>
    public void Check(string system, Tensor x, Tensor theta)
    {
        if (x.Rank != 2 || x.Shape[1] != Input.Size)
            throw new ShapeException($"{system} {Input.Name}", $"[batch, {Input.Size}]", x);
        if (theta.Rank != 1 || theta.Length != ParameterCount)
            throw new ShapeException($"{system} theta", $"[{ParameterCount}]", theta);
    }
}

namespace Pat.Core.Dynamics.Fields;

/// <summary>A named quantity: one number, or one for each element of the index.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="PerIndex">Whether it is a field.</param>
public readonly record struct FieldQuantity(string Name, bool PerIndex)
{
    /// <summary>One number.</summary>
    public static FieldQuantity Number(string name) => new(name, false);

    /// <summary>One number for each element of the index.</summary>
    public static FieldQuantity Field(string name) => new(name, true);
}

/// <summary>The quantities of a distributed system, in order.</summary>
/// <param name="System">The name of the system, for messages.</param>
/// <param name="Length">Length N of the index, at least 1.</param>
public sealed record FieldQuantities(string System, int Length)
{
    /// <summary>The states, at least one; each is a field.</summary>
    public required IReadOnlyList<string> States { get; init; }

    /// <summary>Inputs that may change from step to step.</summary>
    public IReadOnlyList<FieldQuantity> Drives { get; init; } = [];

    /// <summary>The parameters except the matrices.</summary>
    public IReadOnlyList<FieldQuantity> Parameters { get; init; } = [];

    /// <summary>The matrices, each of N rows and N columns; in θ they follow the parameters, row by row.</summary>
    public IReadOnlyList<string> Matrices { get; init; } = [];

    /// <summary>What is measured, at least one.</summary>
    public required IReadOnlyList<FieldQuantity> Outputs { get; init; }

    /// <summary>Numbers in a row of states: N for each.</summary>
    public int StateLength => checked(States.Count * Length);

    /// <summary>Numbers in the drives of one step.</summary>
    public int DriveLength => Total(Drives);

    /// <summary>Numbers in the outputs of one step.</summary>
    public int OutputLength => Total(Outputs);

    /// <summary>Numbers in θ.</summary>
    public int ThetaLength => checked(Total(Parameters) + Matrices.Count * Length * Length);

    /// <summary>Where the matrices begin in θ.</summary>
    internal int MatrixStart => Total(Parameters);

    internal Quantities Names => new(System, States, [.. Drives.Select(q => q.Name)], [.. Parameters.Select(q => q.Name)], [.. Outputs.Select(q => q.Name)]);

    internal void Check()
    {
        if (Length < 1)
            throw new EquationsException($"{System}: expected an index of at least 1 element, got {Length}.");
    }

    private int Total(IReadOnlyList<FieldQuantity> quantities) => quantities.Sum(q => q.PerIndex ? Length : 1);
}

namespace Pat.Core.Dynamics;

/// <summary>The names of what equations of motion are about, in order; there are as many quantities as names.</summary>
/// <param name="System">The name of the system, for messages.</param>
/// <param name="States">At least one.</param>
/// <param name="Drives">Inputs that may change from step to step; none is legal.</param>
/// <param name="Parameters">The elements of θ; none is legal.</param>
/// <param name="Outputs">At least one.</param>
public sealed record Quantities(
    string System,
    IReadOnlyList<string> States,
    IReadOnlyList<string> Drives,
    IReadOnlyList<string> Parameters,
    IReadOnlyList<string> Outputs)
{
    /// <summary>The names "q0", "q1", ... of <paramref name="count"/> quantities of one kind.</summary>
    public static IReadOnlyList<string> Numbered(string name, int count) => [.. Enumerable.Range(0, count).Select(i => $"{name}{i}")];

    internal void Check()
    {
        if (States.Count == 0)
            throw new EquationsException($"{System}: expected at least one state, got none.");
        if (Outputs.Count == 0)
            throw new EquationsException($"{System}: expected at least one output, got none. Name in Quantities.Outputs what is measured.");
    }
}

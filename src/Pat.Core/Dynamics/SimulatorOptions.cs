namespace Pat.Core.Dynamics;

/// <summary>How a system is simulated.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The time step, in the unit of time of the equations, above 0.</summary>
    public required double TimeStep { get; init; }

    /// <summary>How many steps a run takes, at least 1.</summary>
    public required int Steps { get; init; }

    /// <summary>
    /// After which steps the output is read, ascending, from 1 (after the first step) to <see cref="Steps"/>; null for every step.
    /// </summary>
    public IReadOnlyList<int>? OutputSteps { get; init; }

    /// <summary>Whether a run has one drive for all its steps instead of one for each.</summary>
    public bool ConstantDrive { get; init; }

    /// <summary>
    /// k &gt; 0 keeps each k-th state for the adjoint and computes the others again, which takes less memory and gives the same bits; 0 keeps all states
    /// where they are less than 64 KB a row, which is faster, and otherwise each 32nd.
    /// </summary>
    public int CheckpointEvery { get; init; }

    /// <summary>
    /// Whether the adjoint gives the gradient of θ. Where θ holds constants of the device that nobody trains, leaving it out saves time;
    /// DTheta is then empty, [0].
    /// </summary>
    public bool ParameterGradient { get; init; } = true;

    /// <summary>
    /// Numbers of parameters that are 0 in every run: their terms leave the steps, which saves their time and changes no value. θ still holds them, and
    /// gradients with respect to them are those of the whole step. A run with other values of them is refused. Only for <see cref="Simulator"/>.
    /// </summary>
    public IReadOnlyList<int> ZeroParameters { get; init; } = [];

    /// <summary>What carries the simulation out; it never changes a bit.</summary>
    public Evaluator Evaluator { get; init; } = Evaluator.Automatic;

    internal void Check(string system, int parameters)
    {
        if (!(TimeStep > 0) || !double.IsFinite(TimeStep))
            throw new ArgumentException($"{system} TimeStep: expected a time step above 0, got {TimeStep}.");
        if (Steps < 1)
            throw new ArgumentException($"{system} Steps: expected at least 1 step, got {Steps}.");
        if (CheckpointEvery < 0)
            throw new ArgumentException($"{system} CheckpointEvery: expected 0 (keep all) or more, got {CheckpointEvery}.");
        foreach (var parameter in ZeroParameters)
        {
            if (parameter < 0 || parameter >= parameters)
                throw new ArgumentException($"{system} ZeroParameters: expected numbers of parameters, below {parameters}, got {parameter}.");
        }
        if (OutputSteps is null)
            return;
        if (OutputSteps.Count == 0)
            throw new ArgumentException($"{system}: expected at least one output step, got none.");
        for (var i = 0; i < OutputSteps.Count; i++)
        {
            if (OutputSteps[i] < 1 || OutputSteps[i] > Steps || i > 0 && OutputSteps[i] <= OutputSteps[i - 1])
                throw new ArgumentException($"{system}: expected output steps in ascending order from 1 to {Steps}, got {OutputSteps[i]} at {i}.");
        }
    }
}

/// <summary>What carries a simulation out.</summary>
public enum Evaluator
{
    /// <summary>Generated code where it can be generated, otherwise the interpreter.</summary>
    Automatic,

    /// <summary>Operation by operation over arrays: no code is generated.</summary>
    Interpreter,

    /// <summary>Machine code made for this system; a step too large for it is interpreted, and Explain says so.</summary>
    GeneratedCode,
}

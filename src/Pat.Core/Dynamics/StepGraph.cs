using Pat.Core.Dynamics.Fields;

namespace Pat.Core.Dynamics;

/// <summary>One time step of a system as an expression graph: state, drive and θ to next state, and the output at the next state.</summary>
internal sealed class StepGraph
{
    private StepGraph(Quantities quantities, Graph graph, int[] next, int[] output) =>
        (Quantities, Graph, Next, Output) = (quantities, graph, next, output);

    public Quantities Quantities { get; }

    public Graph Graph { get; }

    /// <summary>Nodes of the state after the step.</summary>
    public int[] Next { get; }

    /// <summary>Nodes of the output after the step.</summary>
    public int[] Output { get; }

    /// <summary>Traces a step.</summary>
    /// <param name="system">The equations.</param>
    /// <param name="integrator">The method.</param>
    /// <param name="dt">The time step.</param>
    /// <param name="fields">The index of a distributed system.</param>
    /// <exception cref="EquationsException">The equations compare values, leave something unwritten or do not suit the integrator.</exception>
    public static StepGraph Trace<TSystem>(TSystem system, IIntegrator integrator, double dt, FieldIndex? fields = null) where TSystem : IEquationsOfMotion
    {
        var quantities = system.Quantities;
        quantities.Check();
        CheckRates(system, integrator, quantities, fields);

        var graph = new Graph { Fields = fields?.Copy() };
        var state = Traced.Of(graph.Inputs(Source.State, quantities.States.Count));
        var drive = Traced.Of(graph.Inputs(Source.Drive, quantities.Drives.Count));
        var theta = Traced.Of(graph.Inputs(Source.Theta, quantities.Parameters.Count));
        var (next, output) = (new Traced[state.Length], new Traced[quantities.Outputs.Count]);
        Traced.Into(graph, quantities.System, $"a step by {integrator.Name}", () =>
            integrator.Step<TSystem, Traced>(system, dt, state, drive, theta, next));
        RequireAll(next, quantities.System, $"a step by {integrator.Name}", "next", quantities.States);
        Traced.Into(graph, quantities.System, "Output", () => system.Output<Traced>(next, theta, output));
        RequireAll(output, quantities.System, "Output", "output", quantities.Outputs);
        var split = Summation.Split(graph, [.. Nodes(next), .. Nodes(output)], graph.IsUniform);
        return new(quantities, graph, split[..next.Length], split[next.Length..]);
    }

    // The rates alone first, so that what is missing is blamed on the equations and not on the integrator.
    private static void CheckRates<TSystem>(TSystem system, IIntegrator integrator, Quantities quantities, FieldIndex? fields) where TSystem : IEquationsOfMotion
    {
        var graph = new Graph { Fields = fields?.Copy() };
        var state = Traced.Of(graph.Inputs(Source.State, quantities.States.Count));
        var drive = Traced.Of(graph.Inputs(Source.Drive, quantities.Drives.Count));
        var theta = Traced.Of(graph.Inputs(Source.Theta, quantities.Parameters.Count));
        var rate = new Traced[state.Length];
        Traced.Into(graph, quantities.System, "Derivative", () => system.Derivative<Traced>(state, drive, theta, rate));
        RequireAll(rate, quantities.System, "Derivative", "rate", quantities.States);
        if (integrator.NeedsForcesOfPosition)
            RequireForcesOfPosition(graph, Nodes(rate), quantities, integrator.Name);
    }

    private static void RequireForcesOfPosition(Graph graph, int[] rate, Quantities quantities, string integrator)
    {
        var half = rate.Length / 2;
        var rule = $"{integrator} needs positions, then their velocities, and accelerations that depend on positions only; use {nameof(RungeKutta4)} for other systems.";
        if (rate.Length % 2 != 0)
            throw new EquationsException($"{quantities.System}: expected an even number of states, got {rate.Length}. {rule}");
        for (var i = 0; i < half; i++)
        {
            if (rate[i] != graph.Input(Source.State, half + i))
                throw new EquationsException($"{quantities.System}: expected '{quantities.States[half + i]}' as the rate of '{quantities.States[i]}', got something else. {rule}");
        }
        foreach (var node in graph.Ancestors(rate[half..]))
        {
            if (graph[node] is { Operation: Operation.Input, Source: Source.State } input && input.A >= half)
                throw new EquationsException($"{quantities.System}: an acceleration depends on the velocity '{quantities.States[input.A]}'. {rule}");
        }
    }

    private static void RequireAll(Traced[] written, string system, string method, string name, IReadOnlyList<string> quantities)
    {
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i].Node == 0)
                throw new EquationsException($"{system}: {method} does not write {name}[{i}] ('{quantities[i]}'). Write every element, 0.0 where nothing changes.");
        }
    }

    private static int[] Nodes(Traced[] symbols) => Array.ConvertAll(symbols, symbol => symbol.Node);
}

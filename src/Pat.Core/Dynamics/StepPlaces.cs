namespace Pat.Core.Dynamics;

/// <summary>Where the values of a step and of its adjoint lie: what lumped and distributed systems have in common.</summary>
internal static class StepPlaces
{
    /// <summary>The gradients that come in at the end of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="sampled">Whether its output is read.</param>
    public static IEnumerable<(int Node, int Gradient)> Seeds(StepGraph step, bool sampled)
    {
        var seeds = step.Next.Select((node, i) => (node, step.Graph.Input(Source.StateGradient, i)));
        return sampled ? seeds.Concat(step.Output.Select((node, i) => (node, step.Graph.Input(Source.OutputGradient, i)))) : seeds;
    }

    /// <summary>What the forward step reads.</summary>
    public static Dictionary<int, Place> Read(Graph graph, int states, int drives)
    {
        var reads = new Dictionary<int, Place>();
        for (var i = 0; i < states; i++)
            reads.Add(graph.Input(Source.State, i), new(Space.State, i));
        for (var i = 0; i < drives; i++)
            reads.Add(graph.Input(Source.Drive, i), new(Space.Drive, i));
        return reads;
    }

    /// <summary>What the adjoint reads: also the values that the forward step left and the gradients that come in.</summary>
    public static Dictionary<int, Place> ReadBackward(StepGraph step, int[] saved, int drives)
    {
        var (graph, states) = (step.Graph, step.Next.Length);
        var reads = Read(graph, states, drives);
        void Add(int[] nodes, Space space)
        {
            for (var i = 0; i < nodes.Length; i++)
            {
                if (!graph.IsUniform(nodes[i]))
                    reads.TryAdd(nodes[i], new(space, i));
            }
        }
        Add(saved, Space.Saved);
        Add(step.Next, Space.NextState);
        Add(graph.Inputs(Source.StateGradient, states), Space.StateGradient);
        Add(graph.Inputs(Source.OutputGradient, step.Output.Length), Space.OutputGradient);
        return reads;
    }

    /// <summary>What the adjoint writes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="gradients">The gradient of each node that has one.</param>
    /// <param name="hoisted">Nodes whose gradients are added up over the steps.</param>
    /// <param name="states">States.</param>
    /// <param name="drives">Drives.</param>
    /// <param name="stateGradient">Where the gradient of the state goes.</param>
    /// <param name="constantDrive">Whether the gradients of drives are added up over the steps.</param>
    public static List<Write> Written(
        Graph graph, Dictionary<int, int> gradients, int[] hoisted, int states, int drives, Space stateGradient, bool constantDrive)
    {
        var zero = graph.Constant(0);
        var writes = new List<Write>();
        for (var i = 0; i < hoisted.Length; i++)
        {
            if (gradients.TryGetValue(hoisted[i], out var gradient))
                writes.Add(new(new(Space.HoistedGradient, i), gradient, Accumulate: true));
        }
        for (var i = 0; i < states; i++)
            writes.Add(new(new(stateGradient, i), gradients.GetValueOrDefault(graph.Input(Source.State, i), zero)));
        for (var i = 0; i < drives; i++)
            writes.Add(new(new(Space.DriveGradient, i), gradients.GetValueOrDefault(graph.Input(Source.Drive, i), zero), Accumulate: constantDrive));
        return writes;
    }
}

namespace Pat.Core.Dynamics;

/// <summary>The plans of a step and of its adjoint, each without and with the output at the end of the step.</summary>
/// <remarks>
/// What depends on parameters only leaves the step: it is evaluated once, its gradient is added up over steps and rows where it enters
/// the step (there it is called hoisted), and is pulled back to θ once.
/// </remarks>
internal sealed class StepPlans
{
    private readonly StepGraph step;
    private readonly int[] hoisted;
    private readonly int[] saved;
    private readonly SimulatorOptions options;

    public StepPlans(StepGraph step, SimulatorOptions options)
    {
        (this.step, this.options) = (step, options);
        hoisted = options.ParameterGradient ? HoistedOf(step) : [];
        saved = [];
        saved = KeptFor(AdjointOf(sampled: false));
        (Forward, ForwardSampled) = (ForwardOf(false, false), ForwardOf(true, false));
        (Saving, SavingSampled) = (ForwardOf(false, true), ForwardOf(true, true));
        (Backward, BackwardSampled) = (BackwardOf(false), BackwardOf(true));
        PullBack = options.ParameterGradient ? PullBackOf() : new(Graph, []);
    }

    public Graph Graph => step.Graph;

    public Quantities Quantities => step.Quantities;

    /// <summary>How many values depend on parameters only and enter the step.</summary>
    public int HoistedCount => hoisted.Length;

    /// <summary>How many values of a step are kept for the adjoint beside the state.</summary>
    public int SavedCount => saved.Length;

    /// <summary>The forward step that leaves the new state where the old one was.</summary>
    public Plan Forward { get; }

    public Plan ForwardSampled { get; }

    /// <summary>The forward step that keeps what the adjoint reads back.</summary>
    public Plan Saving { get; }

    public Plan SavingSampled { get; }

    public Plan Backward { get; }

    public Plan BackwardSampled { get; }

    /// <summary>From the gradients of the hoisted values to those of θ; to none where they are not wanted.</summary>
    public UniformProgram PullBack { get; }

    // The uniform nodes that others use, or that are results themselves.
    private static int[] HoistedOf(StepGraph step)
    {
        var graph = step.Graph;
        return [.. graph.Ancestors([.. step.Next, .. step.Output], graph.IsUniform).Where(node => graph.IsUniform(node) && !graph.IsConstant(node))];
    }

    private Dictionary<int, int> AdjointOf(bool sampled) => Adjoint.Of(Graph, StepPlaces.Seeds(step, sampled), Graph.IsUniform);

    // Costly values, and what saves most other operations; no more of these than there are states, since they take as much memory.
    private int[] KeptFor(Dictionary<int, int> gradients)
    {
        var forward = Graph.Ancestors(step.Next, Graph.IsUniform);
        var wanted = BackwardWrites(gradients).Select(write => write.Node).ToList();
        var costly = Graph.Ancestors(wanted, Graph.IsUniform).Where(node => Graph[node].IsCostly && !Graph.IsUniform(node) && forward.Contains(node)).ToList();
        return [.. costly, .. KeptValues.Of(Graph, [.. step.Next, .. costly], wanted, forward, Quantities.States.Count)];
    }

    private Plan ForwardOf(bool sampled, bool saving)
    {
        var writes = step.Next.Select((node, i) => new Write(new(saving ? Space.NextState : Space.State, i), node)).ToList();
        if (sampled)
            writes.AddRange(step.Output.Select((node, i) => new Write(new(Space.Output, i), node)));
        if (saving)
            writes.AddRange(saved.Select((node, i) => new Write(new(Space.Saved, i), node)));
        return PlanOf(StepPlaces.Read(Graph, Quantities.States.Count, Quantities.Drives.Count), writes);
    }

    private Plan BackwardOf(bool sampled) =>
        PlanOf(StepPlaces.ReadBackward(step, saved, Quantities.Drives.Count), BackwardWrites(AdjointOf(sampled)));

    private Plan PlanOf(Dictionary<int, Place> reads, List<Write> writes) => ZeroTerms.Without(PlanBuilder.Build(Graph, reads, writes), Graph, options.ZeroParameters);

    private List<Write> BackwardWrites(Dictionary<int, int> gradients) => Split(StepPlaces.Written(
        Graph, gradients, hoisted, Quantities.States.Count, Quantities.Drives.Count, Space.StateGradient, options.ConstantDrive));

    // Values of the forward step stay what they are there.
    private List<Write> Split(List<Write> writes)
    {
        var forward = Graph.Ancestors([.. step.Next, .. step.Output]);
        var split = Summation.Split(Graph, [.. writes.Select(write => write.Node)], node => Graph.IsUniform(node) || forward.Contains(node));
        return [.. writes.Select((write, i) => write with { Node = split[i] })];
    }

    private UniformProgram PullBackOf()
    {
        var gradients = Adjoint.Of(Graph, hoisted.Select((node, i) => (node, Graph.Input(Source.HoistedGradient, i))), _ => false);
        return new(Graph, [.. Graph.Inputs(Source.Theta, Quantities.Parameters.Count).Select(p => gradients.GetValueOrDefault(p, Graph.Constant(0)))]);
    }
}

namespace Pat.Core.Dynamics.Fields;

/// <summary>The plans of a step of a distributed system and of its adjoint, each without and with the output at the end of the step.</summary>
/// <remarks>
/// As for lumped systems (<see cref="StepPlans"/>): what depends on parameters only is evaluated once, and its gradient pulled back once.
/// Costly functions, sums and matrix products of the forward step are saved; the rest is computed again from the state.
/// </remarks>
internal sealed class FieldStepPlans
{
    private readonly StepGraph step;
    private readonly FieldLayout layout;
    private readonly int[] hoisted;
    private readonly int[] saved;
    private readonly bool constantDrive;

    public FieldStepPlans(StepGraph step, FieldQuantities quantities, bool constantDrive, bool parameterGradient)
    {
        (this.step, Quantities, this.constantDrive) = (step, quantities, constantDrive);
        hoisted = parameterGradient ? HoistedOf(step) : [];
        MatrixGradient = parameterGradient && quantities.Matrices.Count > 0;
        Fields.Hoisted = Array.ConvertAll(hoisted, IsField);
        saved = SavedOf();
        layout = LayoutOf();
        (Forward, ForwardSampled) = (ForwardOf(false, false), ForwardOf(true, false));
        (Saving, SavingSampled) = (ForwardOf(false, true), ForwardOf(true, true));
        (Backward, BackwardSampled) = (BackwardOf(false), BackwardOf(true));
        PullBack = PullBackOf();
    }

    public Graph Graph => step.Graph;

    public FieldQuantities Quantities { get; }

    /// <summary>How many values depend on parameters only and enter the step.</summary>
    public int HoistedCount => hoisted.Length;

    public int HoistedLength => layout.Total(Space.HoistedGradient);

    /// <summary>How many values of a step are kept for the adjoint beside the state.</summary>
    public int SavedCount => saved.Length;

    public int SavedLength => layout.Total(Space.Saved);

    public bool MatrixGradient { get; }

    public FieldPlan Forward { get; }

    public FieldPlan ForwardSampled { get; }

    /// <summary>The forward step that keeps what the adjoint reads back.</summary>
    public FieldPlan Saving { get; }

    public FieldPlan SavingSampled { get; }

    public FieldPlan Backward { get; }

    public FieldPlan BackwardSampled { get; }

    /// <summary>From the gradients of the hoisted values to those of the parameters.</summary>
    public FieldUniforms PullBack { get; }

    /// <summary>What evaluates the uniform values of a plan.</summary>
    public FieldUniforms UniformsOf(FieldPlan plan) => new(Graph, Quantities, plan.Uniforms, [.. plan.Uniforms.Select(IsField)]);

    private FieldIndex Fields => Graph.Fields!;

    private bool IsField(int node) => Fields.IsField(Graph, node);

    // The uniform nodes that others use and that depend on θ.
    private static int[] HoistedOf(StepGraph step)
    {
        var graph = step.Graph;
        bool DependsOnTheta(int node) => graph.Ancestors([node]).Any(of => graph[of] is { Operation: Operation.Input, Source: Source.Theta });
        return [.. graph.Ancestors([.. step.Next, .. step.Output], graph.IsUniform).Where(node => graph.IsUniform(node) && DependsOnTheta(node))];
    }

    // What the adjoint needs of the forward step and would cost a loop or a function to compute again.
    private int[] SavedOf()
    {
        var forward = Graph.Ancestors(step.Next, Graph.IsUniform);
        var (gradients, outer) = AdjointOf(sampled: false);
        bool IsWorthSaving(int node) => !Graph.IsUniform(node) && forward.Contains(node)
            && (Graph[node].IsCostly || Graph[node].Operation is Operation.Sum or Operation.Product);
        var needed = BackwardWrites(gradients).Select(write => write.Node).Concat(outer.SelectMany(pair => new[] { pair.X, pair.Dy }));
        return [.. Graph.Ancestors(needed, node => Graph.IsUniform(node) || IsWorthSaving(node)).Where(IsWorthSaving)];
    }

    private FieldLayout LayoutOf()
    {
        var states = Enumerable.Repeat(true, Quantities.States.Count).ToArray();
        var (drives, outputs) = (Quantities.Drives.Select(q => q.PerIndex).ToArray(), Quantities.Outputs.Select(q => q.PerIndex).ToArray());
        return new FieldLayout(Quantities.Length)
            .With(Space.State, states).With(Space.NextState, states).With(Space.StateGradient, states).With(Space.NextStateGradient, states)
            .With(Space.Drive, drives).With(Space.DriveGradient, drives)
            .With(Space.Output, outputs).With(Space.OutputGradient, outputs)
            .With(Space.Saved, [.. saved.Select(IsField)]).With(Space.HoistedGradient, Fields.Hoisted);
    }

    private (Dictionary<int, int> Gradients, List<OuterProduct<int>> Outer) AdjointOf(bool sampled)
    {
        var outer = new List<OuterProduct<int>>();
        return (FieldAdjoint.Of(Graph, StepPlaces.Seeds(step, sampled), Graph.IsUniform, MatrixGradient ? outer : null), outer);
    }

    private FieldPlan ForwardOf(bool sampled, bool saving)
    {
        var writes = step.Next.Select((node, i) => new Write(new(Space.NextState, i), node)).ToList();
        if (sampled)
            writes.AddRange(step.Output.Select((node, i) => new Write(new(Space.Output, i), node)));
        if (saving)
            writes.AddRange(saved.Select((node, i) => new Write(new(Space.Saved, i), node)));
        return FieldScheduler.Build(Graph, layout, StepPlaces.Read(Graph, Quantities.States.Count, Quantities.Drives.Count), writes, []);
    }

    private FieldPlan BackwardOf(bool sampled)
    {
        var reads = StepPlaces.ReadBackward(step, saved, Quantities.Drives.Count);
        var (gradients, outer) = AdjointOf(sampled);
        return FieldScheduler.Build(Graph, layout, reads, BackwardWrites(gradients), outer);
    }

    private List<Write> BackwardWrites(Dictionary<int, int> gradients) => StepPlaces.Written(
        Graph, gradients, hoisted, Quantities.States.Count, Quantities.Drives.Count, Space.NextStateGradient, constantDrive);

    private FieldUniforms PullBackOf()
    {
        var gradients = FieldAdjoint.Of(Graph, hoisted.Select((node, i) => (node, Graph.Input(Source.HoistedGradient, i))), _ => false);
        var wanted = Graph.Inputs(Source.Theta, Quantities.Parameters.Count).Select(p => gradients.GetValueOrDefault(p, Graph.Constant(0)));
        return new(Graph, Quantities, [.. wanted], [.. Quantities.Parameters.Select(q => q.PerIndex)]);
    }
}

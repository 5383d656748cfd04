using Pat.Core.Lanes;

namespace Pat.Core.Dynamics.Fields;

/// <summary>A plan with what carries it out: kernels for the levels between matrix products, made when first needed, and its uniform values.</summary>
internal sealed unsafe class FieldProgram<V> where V : unmanaged, ILane<V>
{
    private readonly FieldPlan plan;
    private readonly FieldUniforms uniforms;
    private readonly int block;
    private readonly Lazy<Part[]> parts;

    public FieldProgram(FieldPlan plan, FieldUniforms uniforms, int block, Evaluator evaluator)
    {
        (this.plan, this.uniforms, this.block) = (plan, uniforms, block);
        parts = new(() => PartsOf(evaluator));
    }

    private sealed record Part(IStepKernel Kernel, string Description, FieldLevel Last);

    public string Description => string.Join(", ", parts.Value.Select(part => part.Description).Distinct());

    public int Scratch => parts.Value.Max(part => part.Kernel.Scratch);

    public int TemporaryLength => plan.Layout.Total(Space.Temporary) * block;

    /// <summary>The uniform values for parameters θ; at least one float, pinned.</summary>
    public float[] Table(ReadOnlySpan<double> theta)
    {
        var values = uniforms.Evaluate(theta);
        var table = GC.AllocateUninitializedArray<float>(Math.Max(1, values.Length), pinned: true);
        for (var i = 0; i < values.Length; i++)
            table[i] = (float)values[i];
        return table;
    }

    public void Run(ref Addresses addresses, int steps, float* matrices, MatrixGradients? gradients)
    {
        if (parts.Value is [var only] && only.Last.Products.Count + only.Last.Outer.Count == 0)
        {
            only.Kernel.Run(ref addresses, steps);
            return;
        }
        fixed (long* at = addresses.At, perStep = addresses.PerStep)
        {
            for (var step = 0; step < steps; step++)
            {
                foreach (var part in parts.Value)
                {
                    var now = addresses; // a kernel may move them on
                    part.Kernel.Run(ref now, 1);
                    MultiplyAfter(part.Last, at, matrices, gradients);
                }
                Addresses.MoveOn(at, perStep);
            }
        }
    }

    private void MultiplyAfter(FieldLevel level, long* at, float* matrices, MatrixGradients? gradients)
    {
        var n = plan.Layout.Length;
        float* Field(Place place) => (float*)at[(int)place.Space] + (nint)plan.Layout.OffsetOf(place) * block;
        foreach (var product in level.Products)
            LaneProduct.Multiply<V>(Field(product.X), matrices + (nint)product.Matrix * n * n, Field(product.Y), n, block, product.Transposed);
        foreach (var outer in level.Outer)
            gradients!.Add<V>(outer.Matrix, Field(outer.X), Field(outer.Dy));
    }

    private Part[] PartsOf(Evaluator evaluator)
    {
        var (made, open) = (new List<Part>(), new List<FieldLevel>());
        foreach (var level in plan.Levels)
        {
            open.Add(level);
            if (level.Products.Count + level.Outer.Count == 0 && level != plan.Levels[^1])
                continue;
            made.AddRange(PartsOf([.. open], evaluator));
            open.Clear();
        }
        return [.. made];
    }

    // One method for all these levels, or, where that would be too large, several.
    private IEnumerable<Part> PartsOf(FieldLevel[] levels, Evaluator evaluator)
    {
        var reason = "as chosen";
        if (evaluator != Evaluator.Interpreter && FieldEmitter.TryEmit(levels, plan.Layout, V.Count, block, out reason) is { } emitted)
            return [new(emitted, $"generated code, {block / V.Count} vectors at a time", levels[^1])];
        if (evaluator != Evaluator.Interpreter && levels.Length > 1 && FieldEmitter.CanEmit(V.Count))
            return PartsOf(levels[..(levels.Length / 2)], evaluator).Concat(PartsOf(levels[(levels.Length / 2)..], evaluator));
        return [new(new FieldInterpreter<V>(levels, plan.Layout, block), $"interpreter ({reason})", levels[^1])];
    }
}

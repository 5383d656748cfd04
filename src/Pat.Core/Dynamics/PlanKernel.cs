using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Dynamics;

/// <summary>A plan with what carries it out, made when it is first needed, and its uniform values.</summary>
internal sealed class PlanKernel(Graph graph, Plan plan, Func<(IStepKernel Kernel, string Description)> make)
{
    private readonly UniformProgram uniforms = new(graph, plan.Uniforms);
    private readonly Lazy<(IStepKernel Kernel, string Description)> kernel = new(make);

    public IStepKernel Kernel => kernel.Value.Kernel;

    /// <summary>What carries the plan out, and why.</summary>
    public string Description => kernel.Value.Description;

    /// <summary>The uniform values for parameters θ, each once for every lane; pinned, from <see cref="FirstAligned"/> on.</summary>
    public float[] Table<V>(ReadOnlySpan<double> theta) where V : unmanaged, ILane<V>
    {
        var values = uniforms.Evaluate(theta);
        var table = GC.AllocateUninitializedArray<float>(values.Length * V.Count + Workspace.Alignment / sizeof(float), pinned: true);
        var first = FirstAligned(table);
        for (var i = 0; i < values.Length; i++)
            table.AsSpan(first + i * V.Count, V.Count).Fill((float)values[i]);
        return table;
    }

    /// <summary>The first element from which on no vector lies across two cache lines, which would cost twice.</summary>
    public static unsafe int FirstAligned(ReadOnlySpan<float> memory)
    {
        fixed (float* first = memory)
            return (int)(-(nint)first & (Workspace.Alignment - 1)) / sizeof(float);
    }
}

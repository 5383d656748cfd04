using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Experiments.Comparison;

/// <summary>Starting values of parameters, in ordinary memory.</summary>
internal static class StartingValues
{
    /// <summary>One value for all.</summary>
    public static Tensor Filled(int size, float value)
    {
        var tensor = new Tensor(size);
        tensor.AsSpan().Fill(value);
        return tensor;
    }

    /// <summary>Normally distributed values around 0.</summary>
    public static Tensor Normal(Noise noise, float deviation, params ReadOnlySpan<int> shape)
    {
        var tensor = new Tensor(shape);
        noise.Normals(0, tensor.AsSpan());
        foreach (ref var value in tensor.AsSpan())
            value *= deviation;
        return tensor;
    }

    /// <summary>Uniformly random values.</summary>
    public static Tensor Uniform(Noise noise, float from, float to, params ReadOnlySpan<int> shape)
    {
        var tensor = new Tensor(shape);
        noise.Uniforms(0, tensor.AsSpan());
        foreach (ref var value in tensor.AsSpan())
            value = from + (to - from) * value;
        return tensor;
    }
}

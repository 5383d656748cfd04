using Pat.Core.Autodiff;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Autodiff;

/// <summary>One row of the table of operations.</summary>
/// <param name="Name">The method, then, after a colon, what is particular to the row.</param>
/// <param name="RowWise">Whether row r of the result depends on row r of the batch alone.</param>
/// <param name="Function">The operation.</param>
/// <param name="Inputs">Its inputs.</param>
public sealed record Operation(string Name, bool RowWise, Func<Var[], Var> Function, params Input[] Inputs)
{
    /// <summary>The method that the row stands for.</summary>
    public string Method => Name.Split(':')[0];

    public Tensor[] Draw(int batch, int n, long seed) =>
        [.. Inputs.Select((input, i) => input.Draw(batch, n, Noise.FromSeed(seed).Split(i)))];
}

/// <summary>One input: its shape for a batch and a number of features, and a value for each uniform number from [0, 1).</summary>
public sealed record Input(Func<int, int, int[]> Shape, Func<float, float> Value, bool IsBatch = false)
{
    /// <summary>[batch, n times <paramref name="times"/>], uniform.</summary>
    public static Input Batch(float min = -2, float max = 2, int times = 1) =>
        new((batch, n) => [batch, n * times], u => min + (max - min) * u, IsBatch: true);

    /// <summary>[n], uniform.</summary>
    public static Input Row(float min = -2, float max = 2) => new((_, n) => [n], u => min + (max - min) * u);

    /// <summary>[1], uniform.</summary>
    public static Input Number(float min = -2, float max = 2) => new((_, _) => [1], u => min + (max - min) * u);

    /// <summary>Another shape, uniform.</summary>
    public static Input Of(Func<int, int, int[]> shape, float min = -2, float max = 2) => new(shape, u => min + (max - min) * u);

    /// <summary>The same shape, but at least <paramref name="distance"/> from 0, where a function has a kink or a pole.</summary>
    public Input AwayFromZero(float distance = 0.5f) =>
        this with { Value = u => Value(u) is var x && x < 0 ? x - distance : x + distance };

    public Tensor Draw(int batch, int n, Noise noise)
    {
        var drawn = new Tensor(Shape(batch, n));
        noise.Uniforms(0, drawn.AsSpan());
        foreach (ref var value in drawn.AsSpan())
            value = Value(value);
        return drawn;
    }
}

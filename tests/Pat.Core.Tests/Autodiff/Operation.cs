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

/// <summary>One input: its shape for a batch and a number of features, and a value for each uniform number from [0, 1) and position.</summary>
public sealed record Input(Func<int, int, int[]> Shape, Func<float, int, float> Value, bool IsBatch = false)
{
    /// <summary>[batch, n times <paramref name="times"/>], uniform.</summary>
    public static Input Batch(float min = -2, float max = 2, int times = 1) =>
        Of((batch, n) => [batch, n * times], min, max) with { IsBatch = true };

    /// <summary>[batch, 2, 4, n + 3]. Neighbours differ by at least 0.25, which is more than a gradient check moves them.</summary>
    public static Input Images() => new((batch, n) => [batch, 2, 4, n + 3], (_, i) => i * 7 % 16 * 0.25f - 2, IsBatch: true);

    /// <summary>[n], uniform.</summary>
    public static Input Row(float min = -2, float max = 2) => Of((_, n) => [n], min, max);

    /// <summary>[1], uniform.</summary>
    public static Input Number(float min = -2, float max = 2) => Of((_, _) => [1], min, max);

    /// <summary>Another shape, uniform.</summary>
    public static Input Of(Func<int, int, int[]> shape, float min = -2, float max = 2) => new(shape, (u, _) => min + (max - min) * u);

    /// <summary>The same shape, but at least <paramref name="distance"/> from 0, where a function has a kink or a pole.</summary>
    public Input AwayFromZero(float distance = 0.5f) =>
        this with { Value = (u, i) => Value(u, i) is var x && x < 0 ? x - distance : x + distance };

    public Tensor Draw(int batch, int n, Noise noise)
    {
        var drawn = new Tensor(Shape(batch, n));
        noise.Uniforms(0, drawn.AsSpan());
        for (var i = 0; i < drawn.Length; i++)
            drawn.AsSpan()[i] = Value(drawn.Values[i], i);
        return drawn;
    }
}

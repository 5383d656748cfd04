using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Experiments.Comparison;

/// <summary>Digital classifiers that physical ones are compared with.</summary>
public static class DigitalNetworks
{
    /// <summary>Logistic regression.</summary>
    public static Network Logistic(string name, int features, int classes) => new(name, [Affine("output", features, classes)]);

    /// <summary>A perceptron with one hidden layer of tanh.</summary>
    public static Network Perceptron(string name, int features, int hidden, int classes) => new(name,
    [
        Affine("hidden", features, hidden),
        new Layer("tanh", [], (x, _) => Op.Tanh(x)),
        Affine("output", hidden, classes),
    ]);

    /// <summary>Stands where training asks for a laboratory; a digital network never uses it.</summary>
    public static Laboratory NoHardware(Noise noise)
    {
        var nothing = new Port("nothing", 0, 0, 0, "1", new Layout.Values());
        return new("no hardware", new FunctionTwin(new(nothing, [], nothing), (x, _) => x), noise, new(0, 0));
    }

    /// <summary>The physical step of a network that has none.</summary>
    public static Var NoPhysicalLayer(Var x, Var theta, int apparatus) => throw new InvalidOperationException("A digital network has no physical layer.");

    /// <summary>An affine map whose weights start uniform in ± 1 / √inputs, and its biases at one value.</summary>
    internal static Layer Affine(string name, int inputs, int outputs, float startBias) => new(
        name,
        [
            new("weight", noise => StartingValues.Uniform(noise, -1 / MathF.Sqrt(inputs), 1 / MathF.Sqrt(inputs), outputs, inputs)),
            new("bias", _ => StartingValues.Filled(outputs, startBias)),
        ],
        (x, pass) => Op.Affine(x, pass.Parameter("weight"), pass.Parameter("bias")));

    // Weights and biases start uniform in ± 1 / sqrt(inputs), as PyTorch's Linear does.
    private static Layer Affine(string name, int inputs, int outputs) => new(
        name,
        [
            new("weight", noise => Uniform(noise, inputs, outputs, inputs)),
            new("bias", noise => Uniform(noise, inputs, outputs)),
        ],
        (x, pass) => Op.Affine(x, pass.Parameter("weight"), pass.Parameter("bias")));

    private static Tensor Uniform(Noise noise, int inputs, params ReadOnlySpan<int> shape)
    {
        var tensor = new Tensor(shape);
        var values = tensor.AsSpan();
        noise.Uniforms(0, values);
        foreach (ref var value in values)
            value = (2 * value - 1) / MathF.Sqrt(inputs);
        return tensor;
    }
}

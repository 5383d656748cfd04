using Pat.Core.Autodiff;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Systems.Mechanics.CoupledOscillators;

namespace Pat.Experiments.Images;

/// <summary>What the image networks of two sets of coupled oscillators share: parameters, class oscillators, devices, recipe.</summary>
/// <param name="first">Oscillators of apparatus 0.</param>
/// <param name="second">Oscillators of apparatus 1; the last ten start at 0 and show the class.</param>
internal sealed class OscillatorNetwork(int first, int second)
{
    private const string Theta = "theta";

    private readonly CoupledOscillatorsDescription[] descriptions = [new(first), new(second)];

    /// <summary>Adam at 0.001, batches of 32, 20 epochs, cross-entropy: both published examples.</summary>
    public static Recipe Recipe => new(
        Epochs: 20, BatchSize: 32, LearningRate: 1e-3, new(Loss.CrossEntropy, PenaltyWeight: 0), (rate, _) => Schedules.Constant(rate))
    {
        LearningRates = new Dictionary<string, double> { ["logistic"] = 0.003, ["mlp"] = 0.003 },
    };

    /// <summary>Whether a parameter is a coupling or a drive.</summary>
    public static bool IsPhysical(string parameter) => parameter.EndsWith($"/{Theta}", StringComparison.Ordinal);

    /// <summary>Builds the network.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="firstLayer">Sends the images through apparatus 0 with its parameters; gives all outputs of an image in one row.</param>
    public Network Build(string name, Func<Var, Pass, Var, Var> firstLayer) => new(name,
    [
        new("first", [Parameters(first)], (x, pass) => firstLayer(x, pass, pass.Parameter(Theta))),
        new("second", [Parameters(second)], (x, pass) => pass.Physical(Padded(x, second), pass.Parameter(Theta), apparatus: 1)),
        new("read-out", [new("factor", _ => new Tensor([1f], 1))], ReadOut),
    ]);

    /// <summary>Rows with zeros at their end.</summary>
    public static Var Padded(Var x, int length) =>
        Op.ConcatenateColumns(x, x.Tape.Constant(Tensor.Create(x.Value.Rows, length - x.Value.RowLength)));

    /// <summary>Both devices, each with departures of its own.</summary>
    public CoupledOscillatorsBench Bench { get; } = new(new CoupledOscillatorsDescription(first), new CoupledOscillatorsDescription(second));

    /// <summary>Multiply-adds of the matrix products, and of the factor.</summary>
    /// <param name="firstRuns">How often an image goes through apparatus 0.</param>
    public MultiplyAdds Count(int firstRuns) =>
        new(ImageData.Classes, firstRuns * OfOneRun(descriptions[0]) + OfOneRun(descriptions[1]));

    /// <summary>Throws unless images [n, height, width] have a size.</summary>
    /// <exception cref="ShapeException">They have another.</exception>
    public static void RequireSize(Tensor images, int size)
    {
        var (height, width) = ImageTransforms.SizeOf("Coupled oscillators", images);
        RequireSize(height, width, size);
    }

    /// <summary>Throws unless images have a size.</summary>
    /// <exception cref="ShapeException">They have another.</exception>
    public static void RequireSize(int height, int width, int size)
    {
        if (height != size || width != size)
            throw new ShapeException($"Coupled oscillators: expected images of {size}x{size} pixels, got {height}x{width}.");
    }

    /// <summary>Throws unless rows are as long as the first layer takes them.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void RequireFeatures(int features, int expected)
    {
        if (features != expected)
            throw new ArgumentException($"Coupled oscillators: expected rows of {expected} numbers, got {features}.", nameof(features));
    }

    private Var ReadOut(Var x, Pass pass)
    {
        var angles = Op.SliceColumns(x, second - ImageData.Classes, ImageData.Classes);
        var column = Op.Reshape(angles, angles.Value.Length, 1); // where one factor serves all
        return Op.Reshape(column * pass.Parameter("factor"), angles.Value.Rows, ImageData.Classes);
    }

    // C and e start uniform on ±1/√N, as weight and bias of a linear layer of PyTorch.
    private static Parameter Parameters(int oscillators) => new(Theta, noise =>
    {
        var theta = new Tensor(oscillators * oscillators + oscillators);
        noise.Uniforms(0, theta.AsSpan());
        var largest = 1 / MathF.Sqrt(oscillators);
        foreach (ref var value in theta.AsSpan())
            value = (2 * value - 1) * largest;
        return theta;
    });

    // Stages 1 and 2 of the first step are the same, and the last stage moves no angle.
    private static long OfOneRun(CoupledOscillatorsDescription description) =>
        (4L * description.Steps - 2) * description.Oscillators * description.Oscillators;
}

using Pat.Core.Autodiff;
using Pat.Core.Training;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Speech;

/// <summary>Small convolutional networks for the rows of a front end: two convolutions, each with a rectifier, and an affine map to the logits.</summary>
internal static class SpeechConvolution
{
    private const int First = 8, Second = 16, Window = 3, Pool = 2;
    private const int WaveWindow = 64, WaveStride = 16, WaveWindow2 = 8, WaveStride2 = 8;

    /// <summary>The network for a front end.</summary>
    /// <param name="frontEnd">What makes the rows.</param>
    /// <param name="classes">Number of classes.</param>
    public static Network Of(IFrontEnd frontEnd, int classes) => frontEnd.Values == 1 ? OverTime(frontEnd.Steps, classes) : OverPictures(frontEnd.Steps, frontEnd.Values, classes);

    // Steps and values as a picture: windows of 3x3 with zeros beyond the edges, and the largest of 2x2 after each where that leaves something.
    private static Network OverPictures(int steps, int values, int classes)
    {
        var pool = Math.Min(steps, values) >= Pool * Pool ? Pool : 1;
        var left = Second * (steps / pool / pool) * (values / pool / pool);
        return new(Classification.DigitalRivals.Convolutional,
        [
            new("picture", [], (x, _) => Op.Reshape(x, x.Value.Rows, 1, steps, values)),
            Convolution("convolution 1", 1, First, Window, Window, (x, weight, bias) => Op.MaxPool(Op.Relu(Op.Convolve(x, weight, bias, 1, 1)), pool, pool)),
            Convolution("convolution 2", First, Second, Window, Window, (x, weight, bias) => Op.MaxPool(Op.Relu(Op.Convolve(x, weight, bias, 1, 1)), pool, pool)),
            new("row", [], (x, _) => Op.Reshape(x, x.Value.Shape[0], left)),
            DigitalNetworks.Affine("output", left, classes, startBias: 0),
        ]);
    }

    // Filters of 8 ms every 2 ms; then 8 of their outputs every 16 ms.
    private static Network OverTime(int samples, int classes)
    {
        var left = Second * ((((samples - WaveWindow) / WaveStride + 1) - WaveWindow2) / WaveStride2 + 1);
        return new(Classification.DigitalRivals.Convolutional,
        [
            new("series", [], (x, _) => Op.Reshape(x, x.Value.Rows, 1, 1, samples)),
            Convolution("convolution 1", 1, Second, 1, WaveWindow, (x, weight, bias) => Op.Relu(Op.Convolve(x, weight, bias, WaveStride))),
            Convolution("convolution 2", Second, Second, 1, WaveWindow2, (x, weight, bias) => Op.Relu(Op.Convolve(x, weight, bias, WaveStride2))),
            new("row", [], (x, _) => Op.Reshape(x, x.Value.Shape[0], left)),
            DigitalNetworks.Affine("output", left, classes, startBias: 0),
        ]);
    }

    // Weights start uniform in ± 1 / sqrt(inputs), as PyTorch's layers do.
    private static Layer Convolution(string name, int channels, int filters, int height, int width, Func<Var, Var, Var, Var> run)
    {
        var bound = 1 / MathF.Sqrt(channels * height * width);
        return new(
            name,
            [new("weight", noise => StartingValues.Uniform(noise, -bound, bound, filters, channels, height, width)), new("bias", _ => StartingValues.Filled(filters, 0))],
            (x, pass) => run(x, pass.Parameter("weight"), pass.Parameter("bias")));
    }
}

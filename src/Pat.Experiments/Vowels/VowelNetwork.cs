using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Vowels;

/// <summary>
/// Five physical layers with a trainable scale and offset for each of their inputs, and a read-out of seven bins: nothing digital but
/// element-wise maps. Inputs and programs are kept in [0, 1] by a soft penalty and a clamp
/// (softplus form of the authors' code; Wright et al., Nature 601, 549, 2022).
/// </summary>
public static class VowelNetwork
{
    private const string ReadOut = "read-out";

    /// <summary>Builds the network for a physical system.</summary>
    /// <param name="ports">The system: as many outputs as inputs.</param>
    /// <param name="features">Features of a vowel.</param>
    /// <param name="classes">Number of classes.</param>
    public static Network Build(SystemPorts ports, int features, int classes)
    {
        var (inputs, outputs) = (ports.Input.Size, ports.Output.Size);
        var layers = new List<Layer> { new("encode", [], (x, pass) => Encode(x, features, inputs)) };
        for (var number = 1; number <= VowelRecipe.Layers; number++)
        {
            var first = number == 1;
            layers.Add(new(
                $"layer {number}",
                [
                    new("scale", _ => StartingValues.Filled(inputs, first ? 0.9f : 1f)),
                    new("offset", _ => StartingValues.Filled(inputs, 0f)),
                    new("program", noise => StartingValues.Uniform(noise, 0, 1, ports.ParameterCount)),
                ],
                PhysicalLayer));
        }
        layers.Add(new(
            ReadOut,
            [new("scale", _ => StartingValues.Filled(classes, 1f)), new("offset", _ => StartingValues.Filled(classes, 0f))],
            (z, pass) => Bins(z, outputs, classes) * pass.Parameter("scale") + pass.Parameter("offset")));
        return new("vowels", layers);
    }

    /// <summary>
    /// Sets scale and offset of each layer so that its inputs have mean 1/2 and the standard deviation of the recipe on the given rows,
    /// layer after layer, and of the read-out so that the logits have mean 0.
    /// </summary>
    public static void Calibrate(Network network, SortedDictionary<string, Tensor> parameters, Tensor x, PhysicalStep step) =>
        network.Forward(parameters, x, step, (layer, input) =>
        {
            if (!HasMeasuredInput(layer))
                return;
            var (spread, centre) = layer == ReadOut ? (VowelRecipe.LogitSpread, 0.0) : (VowelRecipe.InputSpread, 0.5);
            var scale = parameters[$"{layer}/scale"].AsSpan();
            var offset = parameters[$"{layer}/offset"].AsSpan();
            var (means, deviations) = Moments(Entering(layer, input, scale.Length));
            for (var i = 0; i < scale.Length; i++)
            {
                // A line that no light reaches keeps a finite scale.
                scale[i] = (float)(spread / Math.Max(deviations[i], 1e-3));
                offset[i] = (float)(centre - scale[i] * means[i]);
            }
        });

    /// <summary>
    /// Changes scale and offset of each layer so that what enters it has the mean and deviation on the device that it had on the twin:
    /// what a laboratory can do for a network that was trained in silico, with one pass of the training rows.
    /// </summary>
    public static void Restandardise(
        Network network, SortedDictionary<string, Tensor> parameters, Tensor x, PhysicalStep twin, PhysicalStep device)
    {
        var wanted = new Dictionary<string, (double[] Means, double[] Deviations)>();
        network.Forward(parameters, x, twin, (layer, input) =>
        {
            if (HasMeasuredInput(layer))
                wanted[layer] = Moments(Entering(layer, input, parameters[$"{layer}/scale"].Length));
        });
        network.Forward(parameters, x, device, (layer, input) =>
        {
            if (!HasMeasuredInput(layer))
                return;
            var scale = parameters[$"{layer}/scale"].AsSpan();
            var offset = parameters[$"{layer}/offset"].AsSpan();
            var (means, deviations) = Moments(Entering(layer, input, scale.Length));
            for (var i = 0; i < scale.Length; i++)
            {
                var before = scale[i];
                scale[i] = (float)(before * wanted[layer].Deviations[i] / Math.Max(deviations[i], 1e-3));
                offset[i] += (float)(before * wanted[layer].Means[i] - scale[i] * means[i]);
            }
        });
    }

    private static Var PhysicalLayer(Var z, Pass pass)
    {
        var data = z * pass.Parameter("scale") + pass.Parameter("offset");
        var program = pass.Parameter("program");
        pass.Penalize(OutOfRange(data) + OutOfRange(program));
        return pass.Physical(pass.InputInRange(data, 0, 1), pass.ParametersInRange(program, 0, 1));
    }

    // mean of softplus(−β u) / β + softplus(β (u − 1)) / β
    private static Var OutOfRange(Var u) =>
        Op.Mean(Op.Softplus(-u, VowelRecipe.PenaltySharpness)) + Op.Mean(Op.Softplus(u - 1f, VowelRecipe.PenaltySharpness));

    // Each feature stands Repeats times side by side; what is left at both ends is 1/2, the amplitude 0.
    private static Var Encode(Var x, int features, int inputs)
    {
        var matrix = Tensor.Create(features, inputs);
        var offset = Tensor.Create(inputs);
        offset.AsSpan().Fill(0.5f);
        var margin = (inputs - features * VowelRecipe.Repeats) / 2;
        for (var i = 0; i < features * VowelRecipe.Repeats; i++)
        {
            matrix.Row(i / VowelRecipe.Repeats)[margin + i] = 1;
            offset.AsSpan()[margin + i] = 0;
        }
        return Op.MatMul(x, x.Tape.Constant(matrix)) + x.Tape.Constant(offset);
    }

    // Mean over as many equal groups of outputs as there are classes; what is left over is not used.
    private static Var Bins(Var z, int outputs, int classes) =>
        Op.GroupMean(Op.SliceColumns(z, 0, outputs / classes * classes), classes);

    private static bool HasMeasuredInput(string layer) => layer is not ("encode" or "layer 1");

    private static Tensor Entering(string layer, Tensor input, int size)
    {
        if (layer != ReadOut)
            return input;
        var tape = Tape.InCurrentScope(recording: false);
        return Bins(tape.Constant(input), input.RowLength, size).Value;
    }

    private static (double[] Means, double[] Deviations) Moments(Tensor values)
    {
        var (means, deviations) = (new double[values.RowLength], new double[values.RowLength]);
        for (var i = 0; i < means.Length; i++)
        {
            for (var row = 0; row < values.Rows; row++)
                means[i] += values.Row(row)[i] / (double)values.Rows;
            for (var row = 0; row < values.Rows; row++)
                deviations[i] += Math.Pow(values.Row(row)[i] - means[i], 2) / (values.Rows - 1);
            deviations[i] = Math.Sqrt(deviations[i]);
        }
        return (means, deviations);
    }
}

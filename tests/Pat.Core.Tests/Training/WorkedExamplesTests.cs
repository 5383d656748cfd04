using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training.Optimisers;

namespace Pat.Core.Tests.Training;

/// <summary>Backpropagation on networks that are small enough to check by hand.</summary>
public sealed class WorkedExamplesTests
{
    // M. Mazur, "A step by step backpropagation example", 2015: 2-2-2, logistic, error ½ Σ (target − output)², rate ½, biases fixed.
    private static TwoLayers Mazur(float w1 = 0.15f) => new([w1, 0.20f, 0.25f, 0.30f], 0.35f, [0.40f, 0.45f, 0.50f, 0.55f], 0.60f, [0.05f, 0.10f], [0.01f, 0.99f]);

    [Fact]
    public void Mazur_forward()
    {
        using var tape = new Tape();
        var pass = Mazur().Forward(tape);
        // float32 near 0.5 to 1 has steps of 6e-8.
        AssertValues([0.75136507, 0.772928465], pass.Outputs.Value, 1.2e-7);
        AssertValues([0.298371109], pass.Error.Value, 1.2e-7);
    }

    [Fact]
    public void Mazur_one_update_along_the_gradient()
    {
        var network = Mazur();
        network.Update(0.5);
        // The gradients have six to seven digits, so that a step of half a gradient below 0.2 is right to some 1e-8; what remains is the
        // rounding of the weight itself, at most half a step: 3e-8 at 0.5.
        AssertValues([0.149780716, 0.199561432, 0.249751144, 0.299502287], network.Hidden, 1e-7);
        AssertValues([0.358916480, 0.408666186, 0.511301270, 0.561370121], network.Output, 1e-7);
        Assert.Equal(0.291027774, network.Error(), tolerance: 1.2e-7);
    }

    [Fact]
    public void Mazur_with_updated_output_weights_in_the_hidden_gradient_is_not_the_gradient()
    {
        var network = Mazur();
        network.UpdateOutputFirst(0.5f);
        AssertValues([0.149817639], new Tensor(network.Hidden.Values[..1], 1), 1e-7);
        Assert.Equal(0.291027924, network.Error(), tolerance: 1.2e-7);

        // Which of the two is the gradient, (0.15 − 0.149780716) / rate or (0.15 − 0.149817639) / rate = 0.000364722? The slope of the error
        // says it. The distance 0.5 keeps the rounding of the errors, 6e-8, below 1.2e-7.
        var slope = (Mazur(0.15f + 0.25f).Error() - Mazur(0.15f - 0.25f).Error()) / 0.5;
        Assert.Equal(0.000438568, slope, tolerance: 1e-6);
    }

    [Fact]
    public void Mazur_after_ten_thousand_updates()
    {
        var network = Mazur();
        for (var i = 0; i < 10_000; i++)
            network.Update(0.5);
        Assert.Equal(3.51019e-5, network.Error(), tolerance: 3.51019e-9);
    }

    [Fact]
    public void Second_example_forward()
    {
        var network = new TwoLayers([0.05f, 0.10f, 0.15f, 0.20f], 0.3f, [0.25f, 0.30f, 0.35f, 0.40f], 0.3f, [0.1f, 0.2f], [0.8f, 0.9f]);
        using var tape = new Tape();
        var pass = network.Forward(tape);
        // The figures are cut off after four places, not rounded.
        AssertValues([0.58055, 0.58785], pass.Hidden.Value, 5e-5);
        AssertValues([0.65055, 0.67665], pass.Outputs.Value, 5e-5);
        AssertValues([0.03615], pass.Error.Value, 5e-5);
    }

    [Fact]
    public void Chain_turns_the_sign_of_its_product()
    {
        // e = w3 w2 w1 x, error ½ (e − target)², 1 -> −1 and −1 -> 1, sample by sample.
        var weights = new Dictionary<string, Tensor> { ["w1"] = new([0.2333f], 1), ["w2"] = new([-0.233f], 1), ["w3"] = new([-0.52133f], 1) };
        double Product() => (double)weights["w1"].Values[0] * weights["w2"].Values[0] * weights["w3"].Values[0];
        Assert.Equal(0.0283, Product(), tolerance: 5e-5);
        var optimiser = new Sgd();
        for (var epoch = 0; epoch < 160; epoch++)
        {
            foreach (var x in new[] { 1f, -1f })
            {
                using var tape = new Tape();
                var w = weights.ToDictionary(pair => pair.Key, pair => tape.Variable(pair.Value));
                var difference = w["w3"] * w["w2"] * w["w1"] * x + x;
                tape.Backward(difference * difference * 0.5f);
                optimiser.Step(weights, w.ToDictionary(pair => pair.Key, pair => tape.Gradient(pair.Value)), 0.05);
            }
        }
        Assert.Equal(-0.0386, Product(), tolerance: 5e-5);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void Xor_is_learnt(int seed)
    {
        var inputs = new Tensor([0, 0, 0, 1, 1, 0, 1, 1], 4, 2);
        var targets = new Tensor([0, 1, 1, 0], 4, 1);
        var parameters = new Dictionary<string, Tensor> { ["w1"] = new(8, 2), ["b1"] = new(8), ["w2"] = new(1, 8), ["b2"] = new(1) };
        Noise.FromSeed(seed).Split("w1").Normals(0, parameters["w1"]);
        Noise.FromSeed(seed).Split("w2").Normals(0, parameters["w2"]);
        var optimiser = new Adam();
        var loss = double.NaN;
        float[] logits = [];
        for (var step = 0; step < 400; step++)
        {
            using var tape = new Tape();
            var p = parameters.ToDictionary(pair => pair.Key, pair => tape.Variable(pair.Value));
            var hidden = Op.Tanh(Op.Affine(tape.Constant(inputs), p["w1"], p["b1"]));
            var z = Op.Affine(hidden, p["w2"], p["b2"]);
            var error = Loss.BinaryCrossEntropy(z, targets);
            tape.Backward(error);
            optimiser.Step(parameters, p.ToDictionary(pair => pair.Key, pair => tape.Gradient(pair.Value)), 0.05);
            (loss, logits) = (error.Value.Values[0], z.Value.Values.ToArray());
        }
        Assert.Equal([false, true, true, false], Array.ConvertAll(logits, z => z > 0));
        Assert.True(loss < 0.02, $"loss {loss}");
    }

    [Fact]
    public void Small_convolutional_network_agrees_with_central_differences()
    {
        int[][] shapes = [[2, 1, 8, 8], [3, 1, 3, 3], [3], [4, 3, 2, 3], [4], [3, 8], [3]];
        var inputs = shapes.Select((shape, i) =>
        {
            var tensor = new Tensor(shape);
            Noise.FromSeed(5).Split(i).Normals(0, tensor.AsSpan());
            foreach (ref var value in tensor.AsSpan())
                value *= i == 0 ? 1 : 0.5f;
            return tensor;
        }).ToArray();

        static Var Network(Tape tape, Var[] v)
        {
            var first = Op.MaxPool(Op.Tanh(Op.Convolve(v[0], v[1], v[2], padding: 1)), window: 2, stride: 2);
            var second = Op.AveragePool(Op.Silu(Op.Convolve(first, v[3], v[4], stride: 1, padding: 1)), window: 3, stride: 2);
            var features = Op.Reshape(second, 2, second.Value.RowLength);
            return Loss.CrossEntropy(Op.Affine(features, v[5], v[6]), [2, 0]);
        }

        // A small step, so that no maximum changes its place.
        GradientCheck.Require(GradientCheck.OfFunction("convolutional network", Network, inputs, Noise.FromSeed(6), directions: 5, step: 1.0 / 256));
    }

    private static void AssertValues(double[] expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual.Values[i], tolerance);
    }

    /// <summary>Two inputs, two hidden neurons and two outputs, logistic, with one fixed bias for each layer.</summary>
    private sealed class TwoLayers(float[] hidden, float hiddenBias, float[] output, float outputBias, float[] inputs, float[] targets)
    {
        private readonly Sgd optimiser = new();
        private readonly Tensor x = new(inputs, 1, 2);
        private readonly Tensor target = new(targets, 1, 2);

        public Tensor Hidden { get; } = new(hidden, 2, 2);

        public Tensor Output { get; } = new(output, 2, 2);

        public (Var Hidden, Var Net, Var Outputs, Var Error) Forward(Tape tape, Var? hiddenWeights = null, Var? outputWeights = null)
        {
            var h = Op.Sigmoid(Op.MatMul(tape.Constant(x), hiddenWeights ?? tape.Variable(Hidden), transposeB: true) + hiddenBias);
            var net = Op.MatMul(h, outputWeights ?? tape.Variable(Output), transposeB: true) + outputBias;
            var outputs = Op.Sigmoid(net);
            return (h, net, outputs, Loss.MeanSquaredError(outputs, target)); // of two outputs: ½ Σ (target − output)²
        }

        public double Error()
        {
            using var tape = new Tape(recording: false);
            return Forward(tape).Error.Value.Values[0];
        }

        public void Update(double rate)
        {
            using var tape = new Tape();
            var (w1, w2) = (tape.Variable(Hidden), tape.Variable(Output));
            tape.Backward(Forward(tape, w1, w2).Error);
            optimiser.Step(
                new Dictionary<string, Tensor> { ["hidden"] = Hidden, ["output"] = Output },
                new Dictionary<string, Tensor> { ["hidden"] = tape.Gradient(w1), ["output"] = tape.Gradient(w2) }, rate);
        }

        /// <summary>Updates the output weights first and then takes the gradient of the hidden ones through them: not the gradient of anything.</summary>
        public void UpdateOutputFirst(float rate)
        {
            using var tape = new Tape();
            var (w1, w2) = (tape.Variable(Hidden), tape.Variable(Output));
            var pass = Forward(tape, w1, w2);
            tape.Backward(pass.Error);
            var (dNet, dOutput) = (tape.Gradient(pass.Net), tape.Gradient(w2));
            Step(Output, dOutput);
            tape.Backward(pass.Hidden, MatrixProduct.Multiply(dNet, Output));
            Step(Hidden, tape.Gradient(w1));

            void Step(Tensor weights, Tensor gradient) => optimiser.Step(
                new Dictionary<string, Tensor> { ["w"] = weights }, new Dictionary<string, Tensor> { ["w"] = gradient }, rate);
        }
    }
}

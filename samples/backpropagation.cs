#!/usr/bin/env dotnet
// Is the gradient right? Small networks that anyone can check by hand: the figures of the texts beside those that come out here.
// dotnet run samples/backpropagation.cs
#:project ../src/Pat.Core/Pat.Core.csproj
using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training.Optimisers;

// (a) M. Mazur, "A step by step backpropagation example", 2015: 2-2-2, logistic, error ½ Σ (target − output)², rate ½, fixed biases.
static Example Mazur(float w1 = 0.15f) => new([w1, 0.20f, 0.25f, 0.30f], 0.35f, [0.40f, 0.45f, 0.50f, 0.55f], 0.60f, [0.05f, 0.10f], [0.01f, 0.99f]);
var (gradient, variant) = (Mazur(), Mazur());
Console.WriteLine("(a) Mazur's 2-2-2 network");
Console.WriteLine($"    outputs 0.75136507, 0.772928465; error 0.298371109 : {gradient}");
gradient.Update();
Console.WriteLine($"    one update: hidden weights 0.149780716, 0.199561432, 0.249751144, 0.299502287 : {Example.Text(gradient.Hidden)}");
Console.WriteLine($"                output weights 0.358916480, 0.408666186, 0.511301270, 0.561370121 : {Example.Text(gradient.Output)}");
Console.WriteLine($"                error 0.291027774 : {gradient}");
variant.UpdateOutputFirst();
Console.WriteLine($"    hidden gradient through output weights that are updated already: 0.149817639 : {Example.Text(variant.Hidden)}");
Console.WriteLine($"                error 0.291027924, which the text prints : {variant}");
var slope = (Mazur(0.4f).Error() - Mazur(-0.1f).Error()) / 0.5f;
Console.WriteLine($"    The first is the gradient: the error's slope along the first weight is {slope:F6}, so it moves to {0.15f - 0.5f * slope:F6}.");
for (var i = 1; i < 10_000; i++)
    gradient.Update();
Console.WriteLine($"    10,000 updates: error 3.51019e-5 : {gradient.Error():G6}");

// (b)
var second = new Example([0.05f, 0.10f, 0.15f, 0.20f], 0.3f, [0.25f, 0.30f, 0.35f, 0.40f], 0.3f, [0.1f, 0.2f], [0.8f, 0.9f]);
Console.WriteLine("(b) a second 2-2-2 network, its figures cut off after four places");
Console.WriteLine($"    outputs 0.6505, 0.6766; error 0.0361 : {second}");

// (c) e = w3 w2 w1 x, error ½ (e − target)², 1 -> −1 and −1 -> 1, rate 0.05.
var chain = new Dictionary<string, Tensor> { ["w1"] = new([0.2333f], 1), ["w2"] = new([-0.233f], 1), ["w3"] = new([-0.52133f], 1) };
for (var i = 0; i < 320; i++)
{
    var x = i % 2 == 0 ? 1f : -1f;
    Training.Step(new Sgd(), chain, 0.05, (_, w) => Op.Square(w["w3"] * w["w2"] * w["w1"] * x + x) * 0.5f);
}
Console.WriteLine("(c) three weights in a chain, 160 epochs");
Console.WriteLine($"    product from 0.0283 to -0.0386 : {chain["w1"].Values[0] * chain["w2"].Values[0] * chain["w3"].Values[0]:F4}");

// (d)
var xor = new Dictionary<string, Tensor> { ["w1"] = new(8, 2), ["b1"] = new(8), ["w2"] = new(1, 8), ["b2"] = new(1) };
Noise.FromSeed(1).Normals(0, xor["w1"]);
Noise.FromSeed(2).Normals(0, xor["w2"]);
var (adam, loss) = (new Adam(), 0f);
for (var i = 0; i < 400; i++)
    loss = Training.Step(adam, xor, 0.05, (tape, w) => Loss.BinaryCrossEntropy(
        Op.Affine(Op.Tanh(Op.Affine(tape.Constant(new([0, 0, 0, 1, 1, 0, 1, 1], 4, 2)), w["w1"], w["b1"])), w["w2"], w["b2"]),
        new([0, 1, 1, 0], 4, 1)));
Console.WriteLine($"(d) XOR after 400 steps of Adam: loss {loss:F4}");

// (e) A small step and a draw at which no maximum changes its place within the step: there the derivative does not exist.
int[][] shapes = [[2, 1, 8, 8], [3, 1, 3, 3], [3], [3, 27], [3]];
var inputs = shapes.Select((shape, i) => new Tensor(shape)).ToArray();
for (var i = 0; i < inputs.Length; i++)
    Noise.FromSeed(2).Split(i).Normals(0, inputs[i].AsSpan());
var checks = GradientCheck.OfFunction(
    "network",
    (_, v) => Loss.CrossEntropy(Op.Affine(Op.Reshape(Op.MaxPool(Op.Tanh(Op.Convolve(v[0], v[1], v[2])), 2, 2), 2, 27), v[3], v[4]), [2, 0]),
    inputs, Noise.FromSeed(6), step: 1.0 / 128);
GradientCheck.Require(checks);
Console.WriteLine($"(e) convolutional network, {checks.Count} gradients against central differences: largest relative error {checks.Max(c => c.RelativeError):E1}");

internal static class Training
{
    public static float Step(IOptimiser optimiser, Dictionary<string, Tensor> weights, double rate, Func<Tape, Dictionary<string, Var>, Var> error)
    {
        using var tape = new Tape();
        var w = weights.ToDictionary(pair => pair.Key, pair => tape.Variable(pair.Value));
        var e = error(tape, w);
        tape.Backward(e);
        optimiser.Step(weights, w.ToDictionary(pair => pair.Key, pair => tape.Gradient(pair.Value)), rate);
        return e.Value.Values[0];
    }
}

// Two inputs, two hidden neurons, two outputs; one fixed bias for each layer.
internal sealed class Example(float[] hidden, float hiddenBias, float[] output, float outputBias, float[] inputs, float[] targets)
{
    private readonly Dictionary<string, Tensor> weights = new() { ["hidden"] = new(hidden, 2, 2), ["output"] = new(output, 2, 2) };

    public Tensor Hidden => weights["hidden"];

    public Tensor Output => weights["output"];

    public void Update() => Training.Step(new Sgd(), weights, 0.5, (tape, w) => Forward(tape, w).Error);

    public void UpdateOutputFirst()
    {
        using var tape = new Tape();
        var w = weights.ToDictionary(pair => pair.Key, pair => tape.Variable(pair.Value));
        var pass = Forward(tape, w);
        tape.Backward(pass.Error);
        var (dNet, dOutput) = (tape.Gradient(pass.Net), tape.Gradient(w["output"]));
        new Sgd().Step(weights, new Dictionary<string, Tensor> { ["output"] = dOutput }, 0.5);
        tape.Backward(pass.Hidden, MatrixProduct.Multiply(dNet, Output));
        new Sgd().Step(weights, new Dictionary<string, Tensor> { ["hidden"] = tape.Gradient(w["hidden"]) }, 0.5);
    }

    public float Error() => Evaluate().Error;

    public override string ToString() => $"{Text(Evaluate().Outputs)}; {Error():F9}";

    public static string Text(Tensor values) => string.Join(", ", values.Values.ToArray().Select(value => value.ToString("F9")));

    private (Tensor Outputs, float Error) Evaluate()
    {
        using var tape = new Tape(recording: false);
        var pass = Forward(tape, weights.ToDictionary(pair => pair.Key, pair => tape.Constant(pair.Value)));
        return (pass.Outputs.Value.Clone(), pass.Error.Value.Values[0]);
    }

    private (Var Hidden, Var Net, Var Outputs, Var Error) Forward(Tape tape, Dictionary<string, Var> w)
    {
        var h = Op.Sigmoid(Op.MatMul(tape.Constant(new(inputs, 1, 2)), w["hidden"], transposeB: true) + hiddenBias);
        var net = Op.MatMul(h, w["output"], transposeB: true) + outputBias;
        var y = Op.Sigmoid(net);
        return (h, net, y, Loss.MeanSquaredError(y, new(targets, 1, 2))); // the mean of two squares is half their sum
    }
}

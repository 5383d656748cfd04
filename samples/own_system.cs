#!/usr/bin/env dotnet
#:project ../src/Pat.Systems/Pat.Systems.csproj

// How do I add a physical system of my own, check its derivative, and train it?
// A saturating amplifier with a trainable gain per channel; the device saturates earlier than its twin believes, and has an offset. Run: dotnet run samples/own_system.cs

using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Core.Training.Optimisers;
using Pat.Systems;
using Pat.Systems.Imperfections;

Port Volts(string name) => new(name, 4, -2, 2, "V", new Layout.Values());
var ports = new SystemPorts(Volts("input"), [Volts("gain")], Volts("output"));

// The physics, written once for the device and its twin: y = tanh(s x theta + offset) / s.
FunctionTwin Amplifier(float s, float offset) => new(ports, (x, theta) => Op.Tanh(x * theta * s + offset) * (1 / s));
var twin = Amplifier(0.5f, 0);
var device = new Device("amplifier", Amplifier(1.2f, 0.5f), input: [new AdditiveNoise("input noise", 0.02)], output: [new AdditiveNoise("read noise", 0.02)]);

// Is the derivative right? The same check that Pat's own systems pass.
var x = new Tensor(256, 4);
Noise.FromSeed(1).Normals(0, x);
GradientCheck.Require(GradientCheck.OfTwin("amplifier twin", twin, new Tensor(x.Values[..32], 8, 4), new Tensor([0.5f, 1, -1, 2], 4), [default], Noise.FromSeed(2)));

// Train two amplifiers in a row so that the sum of the outputs, plus a bias, tells whether the first two inputs are larger than the last two.
var network = new Network("two amplifiers", [Layer("first"), Layer("second"), new("vote", [new("bias", _ => new Tensor(1))], (y, pass) => Vote(Op.Shift(Op.SumColumns(y), pass.Parameter("bias"))))]);
var labels = Enumerable.Range(0, 256).Select(r => x.Row(r)[0] + x.Row(r)[1] > x.Row(r)[2] + x.Row(r)[3] ? 1 : 0).ToArray();
foreach (var (name, estimator) in new (string, IGradientEstimator)[] { ("in silico", new InSilico(twin)), ("physics-aware", new PhysicsAwareTraining(twin)), ("ideal", new Ideal()) })
{
    var laboratory = new Laboratory("bench", device, Noise.FromSeed(3), new HardwareTiming(RunSeconds: 1e-3, ProgrammingSeconds: 0.1));
    var parameters = network.Start(Noise.FromSeed(4));
    var losses = new List<double>();
    Trainer.Train(network, new Objective(Loss.CrossEntropy, 0), parameters, new Batch(x, labels), estimator, laboratory,
        new TrainingPlan(30, 32, () => new Adam(), steps => Schedules.CosineToZero(0.05, steps)), Noise.FromSeed(5), epoch => losses.Add(epoch.Loss));
    var right = Classifier.Accuracy(Classifier.Predict(network, parameters, x, PhysicalSteps.Measured(laboratory, Purpose.Evaluate)), labels);
    Console.WriteLine($"{name,-14} loss {losses[0]:F3} -> {losses[^1]:F3}, {right:P0} of the training rows right on the device, {laboratory.Ledger[Purpose.Train].Runs} device runs to train");
}

Layer Layer(string name) => new(name, [new("gain", noise => { var g = new Tensor(4); noise.Normals(0, g.AsSpan()); return g; })], (v, pass) => pass.Physical(v, pass.Parameter("gain")));

static Var Vote(Var sum) => Op.ConcatenateColumns(-sum, sum);

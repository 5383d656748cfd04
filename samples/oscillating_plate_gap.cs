#!/usr/bin/env dotnet
#:project ../src/Pat.Systems/Pat.Systems.csproj

// How far does a fabricated oscillating plate fall from its twin, in its output and in its gradient?
// Random drives, no converters and no noise, one departure at a time and all together. Run: dotnet run samples/oscillating_plate_gap.cs

using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Mechanics.OscillatingPlate;

const int rows = 16, devices = 5;
var description = new OscillatingPlateDescription();
var twin = new OscillatingPlate(description);
var none = new OscillatingPlateGap().Scaled(0);
(string Name, OscillatingPlateGap Gap)[] gaps =
[
    ("frequencies of the modes", none with { Frequency = 1 }), ("dampings", none with { Damping = 1 }), ("rest shape", none with { RestShape = 1 }),
    ("mode coupling", none with { Coupling = 1 }), ("hardening", none with { Hardening = 1 }),
    ("force, pick-up and gain", none with { Force = 1, PickUp = 1, Gain = 1 }), ("temperature drift", none with { Drift = 1 }),
    ("speaker and microphone", none with { Speaker = 1, Microphone = 1 }),
    ("all", new()), ("all at half strength", new OscillatingPlateGap().Scaled(0.5)), ("all at twice the strength", new OscillatingPlateGap().Scaled(2)),
];
Console.WriteLine($"{devices} devices, {rows} runs each: error of the output relative to the twin's, and the cosine between the gradients of twin and device");
Console.WriteLine("for the same random error of the output.");
Console.WriteLine();
Console.WriteLine("departure                  error  cosine");
foreach (var (name, gap) in gaps)
{
    var (error, signal, cosine) = (0.0, 0.0, 0.0);
    for (var seed = 1; seed <= devices; seed++)
    {
        using var scope = new TensorScope();
        var (device, _) = OscillatingPlateBench.Fabricate(description, gap, seed, noise: 0);
        var (x, dy) = (Tensor.Create(rows, description.Samples), Tensor.Create(rows, description.Samples));
        Noise.FromSeed(seed).Split("x").Normals(0, x);
        Noise.FromSeed(seed).Split("dy").Normals(0, dy);
        foreach (ref var value in x.AsSpan())
            value = Math.Clamp(0.25f * value, -1, 1);

        var (model, twinPullback) = twin.Linearize(x, Tensor.Create(0), default);
        var (measured, devicePullback) = device.Linearize(x, Tensor.Create(0), default);
        for (var i = 0; i < model.Length; i++)
            (error, signal) = (error + Math.Pow(measured.Values[i] - model.Values[i], 2), signal + Math.Pow(model.Values[i], 2));
        cosine += Cosine(twinPullback(dy).Dx, devicePullback(dy).Dx) / devices;
    }
    Console.WriteLine(FormattableString.Invariant($"{name,-25} {Math.Sqrt(error / signal),6:F2} {cosine,7:F3}"));
}

static double Cosine(Tensor a, Tensor b)
{
    var (ab, aa, bb) = (0.0, 0.0, 0.0);
    for (var i = 0; i < a.Length; i++)
        (ab, aa, bb) = (ab + (double)a.Values[i] * b.Values[i], aa + (double)a.Values[i] * a.Values[i], bb + (double)b.Values[i] * b.Values[i]);
    return ab / Math.Sqrt(aa * bb);
}

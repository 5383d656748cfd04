#!/usr/bin/env dotnet
#:project ../src/Pat.Systems/Pat.Systems.csproj

// How far does the transistor circuit of a device fall from its twin, in what it does and in its gradients?
// Random source voltages, no noise, no drift; twin and device with the range of the converter. Run: dotnet run samples/transistor_circuit_gap.cs

using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Electronics.TransistorCircuit;

const int rows = 16, devices = 10;
var description = new TransistorCircuitDescription();
var twin = TransistorCircuitBench.Twin(description);
var none = new Tensor(0); // the circuit has no parameters
Console.WriteLine($"{devices} devices, {rows} inputs of {description.Samples} samples each: error of the voltage relative to the twin's, and the cosine between the");
Console.WriteLine("gradients of twin and device at the same inputs and for the same random error. Source: normal numbers of 1 V and 3 V.");
Console.WriteLine();
Console.WriteLine("departures            error 1 V  cosine   error 3 V  cosine");
var full = new TransistorCircuitGap(Drift: 0);
foreach (var (name, gap) in new (string, TransistorCircuitGap)[]
{
    ("all, strength 0.5", full.Scaled(0.5)), ("all, strength 1", full), ("all, strength 2", full.Scaled(2)), ("all, strength 3", full.Scaled(3)),
    ("inductor, capacitor", new(1, 0, 0, 0, 0, 0)), ("resistances", new(0, 1, 0, 0, 0, 0)), ("K and threshold", new(0, 0, 1, 0, 0, 0)),
    ("channel length", new(0, 0, 0, 1, 0, 0)), ("saturation of the coil", new(0, 0, 0, 0, 1, 0)),
})
{
    var ((weak, weakCosine), (strong, strongCosine)) = (Gap(gap, 0.2f), Gap(gap, 0.6f));
    Console.WriteLine(FormattableString.Invariant($"{name,-22}{weak,9:F3}{weakCosine,8:F3}{strong,12:F3}{strongCosine,8:F3}"));
}

(double Error, double Cosine) Gap(TransistorCircuitGap gap, float sigma)
{
    var (error, cosine) = (0.0, 0.0);
    for (var seed = 1; seed <= devices; seed++)
    {
        using var scope = new TensorScope();
        var (x, dy) = (Tensor.Create(rows, description.Samples), Tensor.Create(rows, description.Samples));
        Noise.FromSeed(seed).Split("x").Normals(0, x);
        Noise.FromSeed(seed).Split("dy").Normals(0, dy);
        foreach (ref var value in x.AsSpan())
            value = Math.Clamp(sigma * value, -1, 1);
        var device = TransistorCircuitBench.Fabricate(description, gap, seed, noise: 0).Device;
        var (model, twinPullback) = twin.Linearize(x, none, default);
        var (measured, devicePullback) = device.Linearize(x, none, default);
        var (difference, square) = (0.0, 0.0);
        for (var i = 0; i < model.Length; i++)
            (difference, square) = (difference + Math.Pow(measured.Values[i] - model.Values[i], 2), square + Math.Pow(model.Values[i], 2));
        error += Math.Sqrt(difference / square) / devices;
        cosine += Cosine(twinPullback(dy).Dx, devicePullback(dy).Dx) / devices;
    }
    return (error, cosine);
}

static double Cosine(Tensor a, Tensor b)
{
    var (ab, aa, bb) = (0.0, 0.0, 0.0);
    for (var i = 0; i < a.Length; i++)
        (ab, aa, bb) = (ab + (double)a.Values[i] * b.Values[i], aa + (double)a.Values[i] * a.Values[i], bb + (double)b.Values[i] * b.Values[i]);
    return ab / Math.Sqrt(aa * bb);
}

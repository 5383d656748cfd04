#!/usr/bin/env dotnet
#:project ../src/Pat.Systems/Pat.Systems.csproj

// How far is a second-harmonic device from its nominal twin, and which of its errors matter most?
// Relative error of the output on random programs, each departure alone and all together. Run: dotnet run samples/second_harmonic_gap.cs

using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Optics.SecondHarmonic;

var description = new SecondHarmonicDescription();
var none = new SecondHarmonicGap().Scaled(0);
(string Name, SecondHarmonicGap Gap)[] gaps =
[
    ("shaper crosstalk", none with { Crosstalk = 1 }), ("channel gains", none with { Gain = 1 }), ("spectral phase", none with { Phase = 1 }),
    ("envelope", none with { Envelope = 1 }), ("spectrometer leak", none with { Leak = 1 }), ("depletion", none with { Depletion = 1 }),
    ("dispersion in the crystal", none with { Dispersion = 1 }), ("all together", new()),
];

const int programs = 50, rows = 20, devices = 3;
Console.WriteLine($"Error of the output relative to the twin, root mean square over {devices} devices, {programs} programs, {rows} inputs each; no noise:");
foreach (var (name, gap) in gaps)
{
    var (error, total) = (0.0, 0.0);
    for (var seed = 1; seed <= devices; seed++)
    {
        var (twin, device) = (new ThinCrystal(description), SecondHarmonicBench.Fabricate(description, gap, seed, noise: 0).Device);
        for (var program = 0; program < programs; program++)
        {
            using var scope = new TensorScope();
            var (x, theta) = (Tensor.Create(rows, 50), Tensor.Create(1, 50));
            Noise.FromSeed(program).Split("x").Uniforms(0, x);
            Noise.FromSeed(program).Split("theta").Uniforms(0, theta);
            var (model, measured) = (twin.Run(x, theta.Reshape(50), default), device.Run(x, theta.Reshape(50), default));
            for (var i = 0; i < model.Length; i++)
                (error, total) = (error + Math.Pow(measured.Values[i] - model.Values[i], 2), total + Math.Pow(model.Values[i], 2));
        }
    }
    Console.WriteLine($"  {name,-26} {Math.Sqrt(error / total):F3}");
}

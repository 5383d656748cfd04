#!/usr/bin/env dotnet
#:project ../src/Pat.Systems/Pat.Systems.csproj

// How far are coupled oscillators with a fixed extra coupling from their twin, in what they do and in their gradients?
// Starting values of a network, uniform inputs, no noise. Run: dotnet run samples/coupled_oscillators_gap.cs

using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Mechanics.CoupledOscillators;

const int rows = 20, devices = 5;
Console.WriteLine($"{devices} devices, {rows} inputs each: error of the motion (last angle - first) relative to the twin's, and the cosine between the");
Console.WriteLine("gradients of twin and device at the same point and for the same random error, with respect to inputs and to parameters.");
Console.WriteLine();
Console.WriteLine("oscillators  strength  error  cosine inputs  parameters");
foreach (var n in (int[])[100, 400])
{
    foreach (var strength in (double[])[0, 0.25, 0.5, 1, 2])
    {
        var (error, motion) = (0.0, 0.0);
        var (cosineX, cosineTheta) = (0.0, 0.0);
        for (var seed = 1; seed <= devices; seed++)
        {
            using var scope = new TensorScope();
            var description = new CoupledOscillatorsDescription(n);
            var twin = new CoupledOscillators(description);
            var device = CoupledOscillators.Fabricate(description, new CoupledOscillatorsGap().Scaled(strength), seed);
            var (x, theta, dy) = (Tensor.Create(rows, n), Tensor.Create(n * n + n), Tensor.Create(rows, n));
            var noise = Noise.FromSeed(seed);
            noise.Split("x").Uniforms(0, x);
            noise.Split("dy").Normals(0, dy);
            noise.Split("theta").Uniforms(0, theta.AsSpan());
            foreach (ref var value in theta.AsSpan())
                value = (2 * value - 1) / MathF.Sqrt(n);

            var (model, twinPullback) = twin.Linearize(x, theta, default);
            var (measured, devicePullback) = device.Linearize(x, theta, default);
            for (var i = 0; i < model.Length; i++)
            {
                error += Math.Pow(measured.Values[i] - model.Values[i], 2);
                motion += Math.Pow(model.Values[i] - x.Values[i], 2);
            }
            var (twinGradient, deviceGradient) = (twinPullback(dy), devicePullback(dy));
            cosineX += Cosine(twinGradient.Dx, deviceGradient.Dx) / devices;
            cosineTheta += Cosine(twinGradient.DTheta, deviceGradient.DTheta) / devices;
        }
        Console.WriteLine(FormattableString.Invariant($"{n,11}  {strength,8:F2}  {Math.Sqrt(error / motion),5:F2}  {cosineX,13:F3}  {cosineTheta,10:F3}"));
    }
}

static double Cosine(Tensor a, Tensor b)
{
    var (ab, aa, bb) = (0.0, 0.0, 0.0);
    for (var i = 0; i < a.Length; i++)
        (ab, aa, bb) = (ab + (double)a.Values[i] * b.Values[i], aa + (double)a.Values[i] * a.Values[i], bb + (double)b.Values[i] * b.Values[i]);
    return ab / Math.Sqrt(aa * bb);
}

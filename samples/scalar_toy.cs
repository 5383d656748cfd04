#!/usr/bin/env dotnet
#:project ../src/Pat.Systems/Pat.Systems.csproj

// How fast do the errors of in-silico and of physics-aware gradients grow with depth, and where does training with each end?
// The scalar example of the PAT notebooks: the device is f(x) = 2 x^1.1, its twin 2.01 x^1.1. Run: dotnet run samples/scalar_toy.cs

using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Systems.Toys;

var (device, twin) = (new PowerLaw(2), new PowerLaw(2.01));

// The output of so many layers in a row, and its gradients, with one system forward and another backward.
(double Y, double Dx, double DTheta) Chain(int depth, float exponent, PowerLaw forward, PowerLaw backward)
{
    using var tape = new Tape();
    var (x, theta) = (tape.Variable(new Tensor([1f, 0f], 1, 2)), tape.Variable(new Tensor([exponent], 1)));
    var y = x;
    for (var layer = 0; layer < depth; layer++)
        y = PhysicsAware.Apply(forward, backward, y, theta, default);
    tape.Backward(Op.SliceColumns(y, 0, 1));
    return ((double)y.Value.Values[0] + y.Value.Values[1], tape.Gradient(x).Values[0], tape.Gradient(theta).Values[0]);
}

Console.WriteLine("depth   output of device   gap of in-silico gradient   gap of PAT gradient");
foreach (var depth in new[] { 1, 2, 5, 10, 15, 20, 24 })
{
    var (truth, inSilico, pat) = (Chain(depth, 1.1f, device, device), Chain(depth, 1.1f, twin, twin), Chain(depth, 1.1f, device, twin));
    Console.WriteLine($"{depth,5}   {truth.Y,16:G7}   {inSilico.Dx / truth.Dx - 1,25:P4}   {pat.Dx / truth.Dx - 1,19:P4}");
}

Console.WriteLine();
Console.WriteLine("Training the exponent so that ten devices in a row give 100,000 (squared error, rate 1e-15); output of the device:");
Console.WriteLine(" step            PAT      in silico");
var (byPat, bySilico) = (1.1f, 1.1f);
for (var step = 1; step <= 150; step++)
{
    var (pat, inSilico) = (Chain(10, byPat, device, twin), Chain(10, bySilico, twin, twin));
    byPat -= (float)(1e-15 * 2 * (pat.Y - 1e5) * pat.DTheta);
    bySilico -= (float)(1e-15 * 2 * (inSilico.Y - 1e5) * inSilico.DTheta);
    if (step is 1 or 2 or 10 or 50 or 100 or 150)
        Console.WriteLine($"{step,5}   {Chain(10, byPat, device, device).Y,12:F2}   {Chain(10, bySilico, device, device).Y,12:F2}");
}

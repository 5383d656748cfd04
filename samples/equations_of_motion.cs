#!/usr/bin/env dotnet
#:project ../src/Pat.Systems/Pat.Systems.csproj

// How do I add a physical system by writing its equations of motion?
// A driven pendulum whose spring hardens: simulator, derivative and twin come from the same lines. The device has a stiffer spring and more
// friction than its twin believes. Run: dotnet run samples/equations_of_motion.cs

using Pat.Core.Diagnostics;
using Pat.Core.Dynamics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

const int steps = 200;
var simulator = Simulator.Compile(new Pendulum(), new RungeKutta4(), new() { TimeStep = 0.05, Steps = steps });
Console.WriteLine(simulator.Explain());

// As a twin: the input is the torque over time, the parameters are trainable, the output is the angle over time.
var series = new Layout.Series(Period: 0.05, Channels: 1);
var ports = new SystemPorts(
    new("torque", steps, -1, 1, "rad/s²", series), [new("pendulum", 3, 0, 10, "1", new Layout.Values())], new("angle", steps, -10, 10, "rad", series));
var twin = new SimulatedTwin(simulator, ports);

// Is the derivative right? The same check that Pat's own systems pass.
var torque = new Tensor(64, steps);
Noise.FromSeed(1).Normals(0, torque);
var (believed, real) = (new Tensor([2.0f, 0.20f, 0.5f], 3), new Tensor([2.0f, 0.25f, 0.8f], 3));
GradientCheck.Require(GradientCheck.OfTwin("pendulum", twin, new Tensor(torque.Values[..(4 * steps)], 4, steps), believed, [default], Noise.FromSeed(2)));

// How far does the device fall from its twin over time?
var (model, device) = (twin.Run(torque, believed, default), twin.Run(torque, real, default));
Console.WriteLine("time (s)  angle of the twin (rms, rad)  error of the twin (rms, rad)");
foreach (var step in (int[])[20, 50, 100, 200])
{
    var (angle, error) = (0.0, 0.0);
    for (var row = 0; row < torque.Rows; row++)
        (angle, error) = (angle + Math.Pow(model.Row(row)[step - 1], 2), error + Math.Pow(device.Row(row)[step - 1] - model.Row(row)[step - 1], 2));
    Console.WriteLine(FormattableString.Invariant($"{0.05 * step,8:F1}  {Math.Sqrt(angle / torque.Rows),28:F3}  {Math.Sqrt(error / torque.Rows),28:F3}"));
}

internal sealed class Pendulum : IEquationsOfMotion
{
    public Quantities Quantities { get; } = new("Pendulum", ["angle", "speed"], ["torque"], ["frequency", "friction", "hardening"], ["angle"]);

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
    {
        T angle = state[0], speed = state[1];
        rate[0] = speed;
        rate[1] = drive[0] - theta[0] * theta[0] * T.Sin(angle) - theta[1] * speed - theta[2] * angle * angle * angle;
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> => output[0] = state[0];
}

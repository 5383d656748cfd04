using Pat.Core.Dynamics;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Experiments.Tests.Images;

/// <summary>A simulated system whose state overflows: x' = x² from 1, far beyond its pole.</summary>
internal sealed class Explosion(SystemPorts ports) : IDigitalTwin
{
    private readonly Simulator simulator = Simulator.Compile(new Equations(), new RungeKutta4(), new() { TimeStep = 1, Steps = 20 });

    public SystemPorts Ports => ports;

    public Tensor Run(Tensor x, Tensor theta, Shot shot) => simulator.Run(new(x.Rows, 0), new(Enumerable.Repeat(1f, x.Rows).ToArray(), x.Rows, 1), new(0));

    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot) => (Run(x, theta, shot), dy => (x, theta));

    private sealed class Equations : IEquationsOfMotion
    {
        public Quantities Quantities { get; } = new("Explosion", ["size"], [], [], ["size"]);

        public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T> =>
            rate[0] = T.Square(state[0]);

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> => output[0] = state[0];
    }
}

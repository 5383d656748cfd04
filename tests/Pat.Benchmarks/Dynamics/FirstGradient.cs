using Pat.Core.Dynamics;
using Pat.Core.Tensors;

namespace Pat.Benchmarks.Dynamics;

/// <summary>What a program does until its first gradient: traces the circuit, makes its code, simulates, differentiates.</summary>
internal static class FirstGradient
{
    /// <summary>The argument with which the benchmarks do this and nothing else.</summary>
    public const string Argument = "--first-gradient";

    public static int Run()
    {
        const int Rows = 16, Steps = 500;
        var simulator = Simulator.Compile(new BenchCircuit(), new RungeKutta4(), new() { TimeStep = 0.05, Steps = Steps });
        var dy = new Tensor(Rows, Steps);
        dy.AsSpan().Fill(1);
        var gradients = simulator.Linearize(new Tensor(Rows, Steps), new Tensor(Rows, 3), new(BenchCircuit.Theta, 6)).Pullback(dy);
        return float.IsFinite(gradients.DDrive.Values[0]) ? 0 : 1;
    }
}

using Pat.Core.Autodiff;
using Pat.Core.Tensors;

namespace Pat.Core.Physical;

/// <summary>A digital twin written as operations on the tape: the shortest way to give a system a twin.</summary>
/// <param name="ports">What input, parameters and output are.</param>
/// <param name="model">Maps x, shape [batch, Input.Size], and theta, shape [ParameterCount], to y, shape [batch, Output.Size].</param>
/// <param name="name">Name for messages.</param>
public sealed class FunctionTwin(SystemPorts ports, Func<Var, Var, Var> model, string name = "FunctionTwin") : IDigitalTwin
{
    /// <inheritdoc/>
    public SystemPorts Ports => ports;

    /// <inheritdoc/>
    public Tensor Run(Tensor x, Tensor theta, Shot shot)
    {
        Ports.Check(name, x, theta);
        var tape = Tape.InCurrentScope(recording: false);
        return Output(tape.Constant(x), tape.Constant(theta)).Value;
    }

    /// <inheritdoc/>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
    {
        Ports.Check(name, x, theta);
        var tape = Tape.InCurrentScope(recording: true);
        var (xVar, thetaVar) = (tape.Variable(x), tape.Variable(theta));
        var y = Output(xVar, thetaVar);
        return (y.Value, dy =>
        {
            tape.Backward(y, dy);
            return (tape.Gradient(xVar), tape.Gradient(thetaVar));
        }
        );
    }

    private Var Output(Var x, Var theta)
    {
        var y = model(x, theta);
        return y.Value.Rank == 2 && y.Value.Shape[0] == x.Value.Rows && y.Value.Shape[1] == Ports.Output.Size
            ? y
            : throw new ShapeException($"{name} {Ports.Output.Name}", $"[{x.Value.Rows}, {Ports.Output.Size}]", y.Value);
    }
}

using Pat.Core.Autodiff;
using Pat.Core.Tensors;

namespace Pat.Core.Physical;

/// <summary>A digital twin written as operations on the tape: the shortest way to give a system a twin.</summary>
/// <param name="ports">What input, parameters and output are.</param>
/// <param name="model">Maps x, shape [batch, Input.Size], and theta, shape [ParameterCount], to y, shape [batch, Output.Size].</param>
public sealed class FunctionTwin(SystemPorts ports, Func<Var, Var, Var> model) : IDigitalTwin
{
    /// <inheritdoc/>
    public SystemPorts Ports => ports;

    /// <inheritdoc/>
    public Tensor Run(Tensor x, Tensor theta, Shot shot)
    {
        var tape = Tape.InCurrentScope(recording: false);
        return model(tape.Constant(x), tape.Constant(theta)).Value;
    }

    /// <inheritdoc/>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
    {
        var tape = Tape.InCurrentScope(recording: true);
        var (xVar, thetaVar) = (tape.Variable(x), tape.Variable(theta));
        var y = model(xVar, thetaVar);
        return (y.Value, dy =>
        {
            tape.Backward(y, dy);
            return (tape.Gradient(xVar), tape.Gradient(thetaVar));
        }
        );
    }
}

using Pat.Core.Autodiff;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Estimators;

/// <summary>One forward and one backward pass; what the estimators share.</summary>
internal static class Backpropagation
{
    public static GradientEstimate Run(
        Network network, Objective objective, IReadOnlyDictionary<string, Tensor> parameters, Batch batch, PhysicalStep step)
    {
        var tape = Tape.InCurrentScope();
        var pass = new Pass(tape, parameters, step);
        var loss = objective.Of(network.Forward(tape.Constant(batch.X), pass), batch, pass);
        tape.Backward(loss);
        var gradients = new Dictionary<string, Tensor>();
        foreach (var name in parameters.Keys)
            gradients[name] = pass.Variables.TryGetValue(name, out var variable) ? tape.Gradient(variable) : Tensor.Create(parameters[name].Shape);
        return new(loss.Value.Values[0], gradients);
    }
}

using Pat.Core.Tensors;

namespace Pat.Core.Training.Optimisers;

/// <summary>Changes parameters by their gradients. What it remembers between steps (moments) is kept per parameter name.</summary>
public interface IOptimiser
{
    /// <summary>What it remembers, by names of the form "moment/parameter": the live tensors, to be written to a checkpoint before the next step.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>Makes one step.</summary>
    /// <param name="parameters">Changed in place. Those without a gradient stay as they are.</param>
    /// <param name="gradients">Of the loss, by the name of the parameter, with its shape. Not changed.</param>
    /// <param name="learningRate">The learning rate of this step, finite and at least 0; see <see cref="Schedules"/>.</param>
    /// <exception cref="ArgumentException">A gradient has no parameter or another shape, or what is remembered has another shape; then nothing is changed.</exception>
    void Step(IReadOnlyDictionary<string, Tensor> parameters, IReadOnlyDictionary<string, Tensor> gradients, double learningRate);

    /// <summary>Takes over copies of what <see cref="State"/> of the same kind of optimiser held, so that the next steps have the same bits.</summary>
    /// <exception cref="ArgumentException">The state is of another kind of optimiser, incomplete, or its shapes do not belong together; then nothing is changed.</exception>
    void Restore(IReadOnlyDictionary<string, Tensor> state);
}

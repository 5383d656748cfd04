using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Core.Training.Estimators;

/// <summary>
/// Physics-aware training where only the output of the last physical layer can be read: the twin runs forward and backward,
/// and the error is taken at the measured output. Compare Wang et al., Nat. Commun. 2025, doi 10.1038/s41467-025-57459-5 (asymmetric training).
/// </summary>
/// <param name="twins">The twin of every layer, or one for each apparatus.</param>
public sealed class BlockPhysicsAwareTraining(params IReadOnlyList<IDigitalTwin> twins) : IGradientEstimator
{
    /// <inheritdoc/>
    public GradientEstimate Estimate(
        Network network, Objective objective, IReadOnlyDictionary<string, Tensor> parameters, Batch batch, Laboratories laboratories)
    {
        var (measured, uses) = LastMeasurement(network, parameters, batch, laboratories);
        var modelled = PhysicalSteps.Modelled(twins, laboratories);
        var use = 0;
        return Backpropagation.Run(network, objective, parameters, batch, (x, theta, apparatus) =>
        {
            var y = modelled(x, theta, apparatus);
            return ++use == uses ? Op.WithValue(y, measured) : y;
        });
    }

    private static (Tensor Value, int Uses) LastMeasurement(
        Network network, IReadOnlyDictionary<string, Tensor> parameters, Batch batch, Laboratories laboratories)
    {
        var tape = Tape.InCurrentScope(recording: false);
        var (step, last, uses) = (PhysicalSteps.Measured(laboratories, Purpose.Train), default(Tensor), 0);
        network.Forward(tape.Constant(batch.X), new Pass(tape, parameters, (x, theta, apparatus) =>
        {
            var y = step(x, theta, apparatus);
            (last, uses) = (y.Value, uses + 1);
            return y;
        }));
        return (last ?? throw new ArgumentException($"Network {network.Name}: block physics-aware training needs a physical layer."), uses);
    }
}

using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Experiments.Comparison;

/// <summary>Trained parameters on a device, whether they were trained there or not.</summary>
public static class Deployment
{
    /// <summary>Share of test examples that the device classifies rightly, in [0, 1]: one pass, from the present state of its clock. Nothing is chosen by it.</summary>
    /// <param name="setup">The device.</param>
    /// <param name="parameters">The trained parameters; they stay as they are.</param>
    /// <param name="cancellation">Stops between two blocks of examples.</param>
    public static double TestAccuracy(ITaskSetup setup, IReadOnlyDictionary<string, Tensor> parameters, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var predicted = setup.Predict(parameters, PhysicalSteps.Measured(setup.Laboratories, Purpose.Evaluate), Rows.Test, cancellation);
        return Classifier.Accuracy(predicted, [.. setup.Labels(Rows.Test)]);
    }

    /// <summary>Gives a network that is about to be trained on other values to start from than its own.</summary>
    /// <param name="setup">The network.</param>
    /// <param name="parameters">The values; they are copied.</param>
    public static void StartFrom(ITaskSetup setup, IReadOnlyDictionary<string, Tensor> parameters)
    {
        foreach (var (name, own) in setup.Parameters)
            parameters[name].Values.CopyTo(own.AsSpan());
    }
}

using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Experiments.Comparison;

/// <summary>Which examples.</summary>
public enum Rows
{
    /// <summary>Those that networks learn from.</summary>
    Train,

    /// <summary>Those that choices are made by.</summary>
    Validation,

    /// <summary>Those that accuracies are measured on, when nothing is left to choose.</summary>
    Test,
}

/// <summary>
/// A network, its data and its hardware, on one seed and one device, whatever the task: what diagnostics, attribution, yield and drift work with.
/// Everything is made anew for each, so that trainings cannot see each other.
/// </summary>
public interface ITaskSetup
{
    /// <summary>The network.</summary>
    Network Network { get; }

    /// <summary>Its parameters: the starting values, changed by training.</summary>
    SortedDictionary<string, Tensor> Parameters { get; }

    /// <summary>The devices in use.</summary>
    Laboratories Laboratories { get; }

    /// <summary>The nominal twins, in the order of the devices.</summary>
    IReadOnlyList<IDigitalTwin> Twins { get; }

    /// <summary>What training makes small.</summary>
    Objective Objective { get; }

    /// <summary>The randomness of the run.</summary>
    RunNoise Noise { get; }

    /// <summary>What networks learn from, batch by batch, augmented as the recipe says.</summary>
    IExamples Examples { get; }

    /// <summary>How the network is trained at a peak learning rate.</summary>
    TrainingPlan Plan(int epochs, double learningRate);

    /// <summary>Whether a parameter, "layer/parameter", controls a device.</summary>
    bool IsPhysical(string parameter);

    /// <summary>The class of each example.</summary>
    IReadOnlyList<int> Labels(Rows rows);

    /// <summary>Some examples of all classes as rows of the network's input, always the same and not augmented; all if there are not more.</summary>
    Batch Some(Rows rows, int count);

    /// <summary>The predicted class of each example, with any parameters of this network.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="step">How physical layers are carried out.</param>
    /// <param name="rows">Which examples.</param>
    /// <param name="cancellation">Stops between two blocks.</param>
    int[] Predict(IReadOnlyDictionary<string, Tensor> parameters, PhysicalStep step, Rows rows, CancellationToken cancellation);

    /// <summary>
    /// Laboratories with the same devices at the present state of their clocks, and with ledgers of their own: what a diagnostic runs on, so that it changes nothing.
    /// </summary>
    /// <param name="quiet">Without converters, jitter and noise: only what is fixed or slow.</param>
    Laboratories Shadow(bool quiet);
}

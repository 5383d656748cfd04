namespace Pat.Experiments.Comparison;

/// <summary>
/// Looks at trainings on devices without changing them: it runs on <see cref="ITaskSetup.Shadow"/> laboratories and leaves the parameters alone.
/// Called from the thread of the training; several trainings at a time.
/// </summary>
public interface ITrainingObserver
{
    /// <summary>Looks at a training between two epochs.</summary>
    /// <param name="training">Which one.</param>
    /// <param name="setup">Its network, data and hardware, as they are now.</param>
    /// <param name="epoch">Epochs that are done; 0 before the first step.</param>
    /// <param name="epochs">Epochs that there will be.</param>
    void Look(Training training, ITaskSetup setup, int epoch, int epochs);

    /// <summary>Looks at a network that is trained and measured.</summary>
    /// <param name="training">Which one.</param>
    /// <param name="setup">Its network, data and hardware, as they are now.</param>
    /// <param name="result">What was measured.</param>
    void End(Training training, ITaskSetup setup, MethodResult result);
}

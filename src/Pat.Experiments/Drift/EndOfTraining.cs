using Pat.Core.Physical;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Drift;

/// <summary>Keeps a training as it ended: its network and hardware, and where the clocks stood before anything was measured.</summary>
internal sealed class EndOfTraining : ITrainingObserver
{
    private ITaskSetup? setup;

    /// <summary>Network, data and hardware.</summary>
    public ITaskSetup Setup => setup ?? throw new InvalidOperationException("End of training: it has not ended.");

    /// <summary>State of each laboratory after the last epoch.</summary>
    public IReadOnlyList<LaboratoryState> States { get; private set; } = [];

    /// <summary>Called after each epoch.</summary>
    public Action? AfterEpoch { get; init; }

    /// <inheritdoc/>
    public void Look(Training training, ITaskSetup setup, int epoch, int epochs)
    {
        States = [.. setup.Laboratories.All.Select(laboratory => laboratory.State)];
        if (epoch > 0)
            AfterEpoch?.Invoke();
    }

    /// <inheritdoc/>
    public void End(Training training, ITaskSetup setup, MethodResult result) => this.setup = setup;

    /// <summary>Laboratories with the same devices, their clocks at the end of training, and ledgers of their own.</summary>
    public Laboratories Laboratories()
    {
        var laboratories = Setup.Shadow(quiet: false);
        Set(laboratories, States);
        return laboratories;
    }

    /// <summary>Puts laboratories into states.</summary>
    public static void Set(Laboratories laboratories, IReadOnlyList<LaboratoryState> states)
    {
        foreach (var (laboratory, state) in laboratories.All.Zip(states))
            laboratory.State = state;
    }
}

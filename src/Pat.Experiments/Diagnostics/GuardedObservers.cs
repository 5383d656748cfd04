using Pat.Core.Dynamics;
using Pat.Core.Training;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Diagnostics;

/// <summary>Several observers, of which none can stop a training: where the twin of a network overflows, say, there is no row in a table, but a warning.</summary>
/// <param name="warnings">Where it is said.</param>
/// <param name="observers">The observers.</param>
internal sealed class GuardedObservers(DiagnosticWarnings warnings, params IReadOnlyList<ITrainingObserver> observers) : ITrainingObserver
{
    /// <inheritdoc/>
    public void Look(Training training, ITaskSetup setup, int epoch, int epochs) => EachGuarded(training, observer => observer.Look(training, setup, epoch, epochs));

    /// <inheritdoc/>
    public void End(Training training, ITaskSetup setup, MethodResult result) => EachGuarded(training, observer => observer.End(training, setup, result));

    private void EachGuarded(Training training, Action<ITrainingObserver> look)
    {
        foreach (var observer in observers)
        {
            try
            {
                look(observer);
            }
            catch (ArithmeticException e) when (e is NonFiniteException or NotFiniteNumberException or SimulationException)
            {
                warnings.Say($"{training}: a diagnostic is incomplete. {e.Message}");
            }
        }
    }
}

using Pat.Systems;

namespace Pat.Experiments.Diagnostics;

/// <summary>What the diagnostics of a run have to tell the user besides their tables. Used by several threads.</summary>
public sealed class DiagnosticWarnings
{
    private readonly Lock gate = new();
    private readonly SortedSet<string> said = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(Place Place, string Name), (int Trainings, bool Effect)> imperfections = [];

    /// <summary>All of them, in an order that does not depend on threads.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (gate)
            {
                return
                [
                    .. imperfections.Where(pair => !pair.Value.Effect).Select(pair =>
                        $"{pair.Key.Name} ({pair.Key.Place.ToString().ToLowerInvariant()}) had no effect on the examples that were looked at in {(pair.Value.Trainings == 1 ? "the training" : $"any of {pair.Value.Trainings} trainings")}."),
                    .. said,
                ];
            }
        }
    }

    /// <summary>Adds a warning, once.</summary>
    public void Say(string warning)
    {
        lock (gate)
            said.Add(warning);
    }

    /// <summary>An imperfection of a device was looked at in one more training.</summary>
    /// <param name="place">Where it is listed.</param>
    /// <param name="name">Its name.</param>
    /// <param name="effect">Whether it changed anything.</param>
    internal void Saw(Place place, string name, bool effect)
    {
        lock (gate)
        {
            var (trainings, before) = imperfections.GetValueOrDefault((place, name));
            imperfections[(place, name)] = (trainings + 1, before || effect);
        }
    }
}

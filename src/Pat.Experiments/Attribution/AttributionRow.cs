namespace Pat.Experiments.Attribution;

/// <summary>From which side the cost of a departure is measured.</summary>
public enum AttributionMode
{
    /// <summary>All are present but this one: what accuracy gains without it.</summary>
    LeaveOneOut,

    /// <summary>Only this one is present: what accuracy loses against a device with none.</summary>
    Alone,
}

/// <summary>What one departure costs on one seed and device.</summary>
/// <param name="Method">How the network was trained.</param>
/// <param name="Seed">Run seed.</param>
/// <param name="Device">Device seed.</param>
/// <param name="Term">The departure.</param>
/// <param name="Group">"gap", "noise" or "added".</param>
/// <param name="Mode">From which side.</param>
/// <param name="Accuracy">Share of test examples classified rightly on the device without this departure, or with it alone, in [0, 1].</param>
/// <param name="Reference">The same on the device with all departures, or with none.</param>
public sealed record AttributionRow(
    string Method, long Seed, long Device, string Term, string Group, AttributionMode Mode, double Accuracy, double Reference)
{
    /// <summary>Accuracy that the departure costs, in points of percent; negative where the device is better with it.</summary>
    public double CostPoints => 100 * (Mode == AttributionMode.LeaveOneOut ? Accuracy - Reference : Reference - Accuracy);
}

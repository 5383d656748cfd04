namespace Pat.Systems.Imperfections;

/// <summary>
/// Numbers that follow from the other properties of a record and take time to make: made when they are first asked for. Records with equal properties
/// have equal ones, so they all count as equal.
/// </summary>
internal sealed class DrawnOnce(Func<float[]> draw)
{
    private readonly Lazy<float[]> values = new(draw);

    public ReadOnlySpan<float> Values => values.Value;

    public override bool Equals(object? other) => other is DrawnOnce;

    public override int GetHashCode() => 0;
}

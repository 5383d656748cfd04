using static System.FormattableString;

namespace Pat.Systems;

/// <summary>A number, or a list of numbers, that differs from one fabricated system to the next, beside what the nominal system has in its place.</summary>
/// <param name="Name">Its name, unique within the system.</param>
/// <param name="Unit">Its unit, "1" for a number without one.</param>
/// <param name="Nominal">What the nominal system has.</param>
/// <param name="Values">What this system has, as many numbers.</param>
public sealed record Quantity(string Name, string Unit, IReadOnlyList<double> Nominal, IReadOnlyList<double> Values)
{
    /// <summary>A single number.</summary>
    public Quantity(string name, string unit, double nominal, double value) : this(name, unit, [nominal], [value]) { }

    /// <summary>Throws unless other quantities are those of the same kind of system, made after the same nominal one.</summary>
    /// <param name="system">Name of the system, for the message.</param>
    /// <param name="own">The quantities of the system.</param>
    /// <param name="others">Those that are to take their place.</param>
    /// <returns>The values of the others, in order.</returns>
    /// <exception cref="ArgumentException">A quantity is missing, of another unit, length or nominal value, or not finite; the message names the first.</exception>
    internal static double[][] ValuesFor(string system, IReadOnlyList<Quantity> own, IReadOnlyList<Quantity> others)
    {
        if (others.Count != own.Count)
            throw new ArgumentException($"{system} quantities: expected {own.Count} ({string.Join(", ", own.Select(one => one.Name))}), got {others.Count}.");
        var values = new double[own.Count][];
        foreach (var (i, (mine, other)) in own.Zip(others).Index())
        {
            if ((other.Name, other.Unit) != (mine.Name, mine.Unit))
                throw new ArgumentException($"{system} quantity {i + 1}: expected {mine.Name} in {mine.Unit}, got {other.Name} in {other.Unit}.");
            CheckLength(system, mine, other.Values.Count, "values");
            CheckLength(system, mine, other.Nominal.Count, "nominal values");
            for (var k = 0; k < mine.Nominal.Count; k++)
            {
                if (other.Nominal[k] != mine.Nominal[k])
                    throw new ArgumentException(Invariant($"{system} {mine.Name}: expected the nominal value {mine.Nominal[k]} {mine.Unit} in place {k}, got {other.Nominal[k]}: these quantities are those of another nominal system."));
                if (!double.IsFinite(other.Values[k]))
                    throw new ArgumentException(Invariant($"{system} {mine.Name}: expected finite numbers, got {other.Values[k]} in place {k}."));
            }
            values[i] = [.. other.Values];
        }
        return values;
    }

    /// <summary>Throws unless a number lies in a range.</summary>
    /// <exception cref="ArgumentException">It does not; the message names it.</exception>
    internal static double InRange(string name, double value, double least, double below) => value >= least && value < below
        ? value
        : throw new ArgumentException(Invariant($"{name}: expected a number of at least {least} and below {below}, got {value}."));

    private static void CheckLength(string system, Quantity mine, int count, string what)
    {
        if (count != mine.Values.Count)
            throw new ArgumentException($"{system} {mine.Name}: expected {mine.Values.Count} {what}, got {count}.");
    }
}

/// <summary>A system whose fabricated numbers can be listed, saved and put into it again.</summary>
public interface IFabricated : Core.Physical.IDigitalTwin
{
    /// <summary>All numbers in which it can differ from another of its kind.</summary>
    IReadOnlyList<Quantity> Quantities { get; }

    /// <summary>The same system with other fabricated numbers: the same numbers give the same bits.</summary>
    /// <param name="quantities">As many as <see cref="Quantities"/>, with the same names, units, lengths and nominal values.</param>
    /// <exception cref="ArgumentException">They are not those of such a system, or of none that can be simulated; the message names the first that is not.</exception>
    IFabricated With(IReadOnlyList<Quantity> quantities);
}

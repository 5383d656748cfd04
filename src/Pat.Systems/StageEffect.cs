using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems;

/// <summary>A place of a device at which imperfections are listed.</summary>
public enum Place
{
    /// <summary>On the way into the physics.</summary>
    Input,

    /// <summary>On the parameters.</summary>
    Parameters,

    /// <summary>On the way out.</summary>
    Output,
}

/// <summary>What an imperfection did to the values that reached it in some runs.</summary>
/// <param name="Place">Where it is listed.</param>
/// <param name="Imperfection">The imperfection.</param>
/// <param name="RelativeRms">Root mean square of what it changed over that of the values; 0 where it changed nothing, infinite where the values are 0.</param>
/// <param name="Changed">Share of the values that it changed, in [0, 1].</param>
public sealed record StageEffect(Place Place, IImperfection Imperfection, double RelativeRms, double Changed)
{
    internal static StageEffect Of(Place place, IImperfection imperfection, Tensor before, Tensor after)
    {
        var x = before.Values;
        var y = after.Values;
        var (squares, differences, changed) = (0.0, 0.0, 0L);
        for (var i = 0; i < x.Length; i++)
        {
            squares += (double)x[i] * x[i];
            differences += Math.Pow((double)y[i] - x[i], 2);
            changed += x[i] == y[i] ? 0 : 1;
        }
        return new(place, imperfection, differences == 0 ? 0 : Math.Sqrt(differences / squares), x.Length == 0 ? 0 : (double)changed / x.Length);
    }
}

using Pat.Core.Lanes;

namespace Pat.Systems.Imperfections;

/// <summary>The declared derivative of maps that are flat between steps or beyond their ends: dy inside the range, ends included, and a share of it outside.</summary>
internal readonly struct StraightThrough(float min, float max, float outside) : ILaneBinary
{
    public V Apply<V>(V x, V dy) where V : unmanaged, ILane<V>
    {
        var weak = V.Of(outside) * dy;
        return V.WhereLess(x, V.Of(min), weak, V.WhereLess(V.Of(max), x, weak, dy));
    }
}

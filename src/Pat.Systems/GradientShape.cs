using Pat.Core.Tensors;

namespace Pat.Systems;

/// <summary>Checks at the border of a pullback.</summary>
internal static class GradientShape
{
    /// <summary>Throws unless the gradient dy has the shape of the output y.</summary>
    /// <exception cref="ShapeException">It has another.</exception>
    public static void CheckShapeOf(this Tensor dy, Tensor y, string name)
    {
        if (!dy.Shape.SequenceEqual(y.Shape))
            throw new ShapeException(name, y.ShapeText, dy);
    }
}

using System.Numerics;

namespace Pat.Experiments.Data;

/// <summary>The shapes of the ten digits: strokes as polylines in a unit square, x to the right, y down. Some digits have two shapes.</summary>
internal static class DigitStrokes
{
    private const double DegreesPerPoint = 20;

    private static readonly Vector2[][][][] shapes =
    [
        [[Arc(0.5, 0.5, 0.3, 0.45, -90, 270)]],
        [[Line(0.5, 0.05, 0.5, 0.95)], [Line(0.3, 0.25, 0.52, 0.05, 0.52, 0.95), Line(0.3, 0.95, 0.74, 0.95)]],
        [[[.. Arc(0.5, 0.3, 0.3, 0.25, 180, 400), .. Line(0.2, 0.95, 0.84, 0.95)]]],
        [[[.. Arc(0.45, 0.27, 0.28, 0.22, -150, 90), .. Arc(0.45, 0.72, 0.32, 0.24, -90, 150)]]],
        [[Line(0.6, 0.05, 0.15, 0.65, 0.88, 0.65), Line(0.66, 0.35, 0.66, 0.95)], [Line(0.22, 0.05, 0.2, 0.5, 0.8, 0.5), Line(0.76, 0.05, 0.74, 0.95)]],
        [[[.. Line(0.8, 0.05, 0.28, 0.05, 0.25, 0.46), .. Arc(0.47, 0.67, 0.32, 0.27, -120, 140)]]],
        [[[.. Line(0.68, 0.05, 0.42, 0.2, 0.27, 0.45), .. Arc(0.5, 0.71, 0.27, 0.24, 180, 540)]]],
        [[Line(0.18, 0.08, 0.82, 0.08, 0.4, 0.95)], [Line(0.18, 0.08, 0.82, 0.08, 0.4, 0.95), Line(0.36, 0.5, 0.74, 0.5)]],
        [[Arc(0.5, 0.27, 0.25, 0.21, 90, 450), Arc(0.5, 0.72, 0.3, 0.24, -90, 270)]],
        [[[.. Arc(0.48, 0.3, 0.27, 0.24, 0, 360), .. Line(0.74, 0.6, 0.6, 0.95)]]],
    ];

    /// <summary>The strokes of a digit.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="choice">In [0, 1): chooses among its shapes.</param>
    public static Vector2[][] Of(int digit, float choice) => shapes[digit][(int)(choice * shapes[digit].Length)];

    private static Vector2[] Line(params ReadOnlySpan<double> coordinates)
    {
        var points = new Vector2[coordinates.Length / 2];
        for (var i = 0; i < points.Length; i++)
            points[i] = new((float)coordinates[2 * i], (float)coordinates[2 * i + 1]);
        return points;
    }

    // Angles in degrees, from the right over below to the left.
    private static Vector2[] Arc(double x, double y, double radiusX, double radiusY, double from, double to)
    {
        var points = new Vector2[1 + (int)Math.Ceiling((to - from) / DegreesPerPoint)];
        for (var i = 0; i < points.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(double.DegreesToRadians(from + (to - from) * i / (points.Length - 1)));
            points[i] = new((float)(x + radiusX * cosine), (float)(y + radiusY * sine));
        }
        return points;
    }
}

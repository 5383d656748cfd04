using Pat.Core.Randomness;

namespace Pat.Systems.Imperfections;

/// <summary>
/// A Gaussian random field on a line or plane of elements with mean 0, variance 1 and covariance exp(−d² / 2 L²) at the distance d.
/// </summary>
/// <remarks>
/// White noise on a grid with steps of h = L / 2 through the kernel exp(−(distance / L)²), one direction after the other. Over an endless grid the sum of
/// products of two such kernels is exp(−d² / 2 L²) times a sum that depends on their place by 2 exp(−π² L² / 2 h²) = 5e−9 (Poisson summation);
/// taps beyond 4 L, where the kernel is 1e−7, are left out. No matrix has to be factorised.
/// </remarks>
internal static class GaussianField
{
    private const int Reach = 8; // steps of the grid on each side

    /// <summary>The values of rows × columns elements, row by row.</summary>
    public static float[] Draw(Noise noise, double correlationLength, int rows, int columns)
    {
        var field = new float[rows * columns];
        var down = new Taps(rows, correlationLength);
        var across = new Taps(columns, correlationLength);
        var white = new float[across.GridLength];
        var lines = new double[down.GridLength * columns];
        for (var i = 0; i < down.GridLength; i++)
        {
            noise.Normals(i, white);
            for (var c = 0; c < columns; c++)
            {
                for (var k = 0; k < across.Width; k++)
                    lines[i * columns + c] += across.Weight(c, k) * white[across.First(c) + k];
            }
        }
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                var sum = 0.0;
                for (var k = 0; k < down.Width; k++)
                    sum += down.Weight(r, k) * lines[(down.First(r) + k) * columns + c];
                field[r * columns + c] = (float)sum;
            }
        }
        return field;
    }

    // Which points of the grid an element takes, and their weights, whose squares add up to 1. A single element takes one point.
    private sealed class Taps
    {
        private readonly double[] weights;
        private readonly double steps; // of the grid from one element to the next

        public Taps(int count, double correlationLength)
        {
            steps = 2 / correlationLength;
            Width = count == 1 ? 1 : 2 * Reach;
            GridLength = First(count - 1) + Width;
            weights = new double[count * Width];
            for (var i = 0; i < count; i++)
                Normalise(i, weights.AsSpan(i * Width, Width));
        }

        public int Width { get; }

        public int GridLength { get; }

        public int First(int i) => (int)(i * steps);

        public double Weight(int i, int k) => weights[i * Width + k];

        private void Normalise(int i, Span<double> row)
        {
            var squares = 0.0;
            for (var k = 0; k < row.Length; k++)
            {
                var distance = (First(i) + k - (Reach - 1) - i * steps) / 2; // in correlation lengths
                row[k] = Math.Exp(-distance * distance);
                squares += row[k] * row[k];
            }
            for (var k = 0; k < row.Length; k++)
                row[k] /= Math.Sqrt(squares);
        }
    }
}

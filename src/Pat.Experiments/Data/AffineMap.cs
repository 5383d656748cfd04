namespace Pat.Experiments.Data;

/// <summary>Turns, scales and shifts an image about its centre.</summary>
/// <remarks>
/// The nearest pixel is taken, and 0 where it lies outside: the middle (x + ½, y + ½) of a pixel of the result shows what is at
/// c + R(−angle) (middle − c − shift) / scale, c = (width / 2, height / 2), rounded down. So does torchvision's affine by default for images of the
/// Python Imaging Library.
/// </remarks>
/// <param name="Degrees">Angle; from the right towards the bottom is positive.</param>
/// <param name="Scale">Above 1 the image grows; positive.</param>
/// <param name="ShiftX">Columns to the right.</param>
/// <param name="ShiftY">Rows to the bottom.</param>
public readonly record struct AffineMap(double Degrees, double Scale, double ShiftX, double ShiftY)
{
    /// <summary>Writes the pixels of the result.</summary>
    /// <param name="image">Height · width pixels, row by row.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="result">Receives ⌈height / step⌉ · ⌈width / step⌉ pixels.</param>
    /// <param name="step">Which pixels of the result are wanted: every so many of every so many rows, from the first on; at least 1.</param>
    public void Apply<T>(ReadOnlySpan<T> image, int height, int width, Span<T> result, int step = 1) where T : unmanaged
    {
        var (s, c) = Math.SinCos(Degrees * (Math.PI / 180));
        var (sin, cos) = ((float)(s / Scale), (float)(c / Scale));
        var (centreX, centreY) = (width / 2f, height / 2f);
        var (startX, startY) = ((float)(0.5 - ShiftX) - centreX, (float)(0.5 - ShiftY) - centreY);
        var next = 0;
        for (var row = 0; row < height; row += step)
        {
            var y = row + startY;
            var (fromX, fromY) = (sin * y + centreX, cos * y + centreY);
            for (var column = 0; column < width; column += step)
            {
                var x = column + startX;
                var (sourceX, sourceY) = (fromX + cos * x, fromY - sin * x);
                var inside = sourceX >= 0 && sourceX < width && sourceY >= 0 && sourceY < height;
                result[next++] = inside ? image[(int)sourceY * width + (int)sourceX] : default;
            }
        }
    }
}

using System.Numerics;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Experiments.Data;

/// <summary>
/// Draws digits that nobody wrote, so that the program runs without a download: the strokes of a digit, bent, turned, sheared, scaled and
/// moved at random, drawn with a pen of random thickness, with noise on every pixel.
/// </summary>
/// <remarks>
/// A pixel is the ink at its distance from the nearest stroke (with an edge of about a pixel, so that lines are smooth), plus Gaussian noise,
/// limited to [0, 1] and rounded to one of 256 levels, as a camera does.
/// </remarks>
public static class DrawnDigits
{
    /// <summary>Rows and columns of an image.</summary>
    public const int Size = 28;

    private const int Pixels = Size * Size;
    private const int ImagesPerChunk = 100;
    private const float PixelNoise = 0.06f;

    /// <summary>Draws the images of a seed; each seed draws others. Every digit is as frequent as any other, to within one image.</summary>
    /// <param name="seed">Run seed.</param>
    /// <param name="train">Training images.</param>
    /// <param name="validation">Validation images.</param>
    /// <param name="test">Test images.</param>
    public static ImageData Draw(long seed, int train = 10_000, int validation = 1_000, int test = 2_000)
    {
        var noise = Noise.FromSeed(seed).Split("drawn digits");
        return new(Images(noise.Split("train"), train), Images(noise.Split("validation"), validation), Images(noise.Split("test"), test), "synthetic",
            $"SYNTHETIC digits of seed {seed}, drawn by the program from strokes, {Size}x{Size} pixels", []);
    }

    // Image i shows digit i mod 10.
    private static ImageSet Images(Noise noise, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var pixels = new byte[count * Pixels];
        Workers.ForEachChunk(count, ImagesPerChunk, (from, to) =>
        {
            for (var image = from; image < to; image++)
                DrawImage(noise, image, pixels.AsSpan(image * Pixels, Pixels));
        });
        return new(pixels, [.. Enumerable.Range(0, count).Select(image => image % ImageData.Classes)], Size, Size);
    }

    private static void DrawImage(Noise noise, int image, Span<byte> pixels)
    {
        Span<float> values = stackalloc float[Pixels];
        noise.Split("pixels").Normals(image, values);
        var distortion = new DigitDistortion(noise.Split("distortion"), image);
        Span<float> ink = stackalloc float[Pixels];
        ink.Clear();
        foreach (var stroke in DigitStrokes.Of(image % ImageData.Classes, distortion.Shape))
        {
            var end = distortion.Apply(stroke[0]);
            foreach (var point in stroke.AsSpan(1))
            {
                var start = end;
                end = distortion.Apply(point);
                DrawSegment(start, end, distortion, ink);
            }
        }
        for (var p = 0; p < Pixels; p++)
            pixels[p] = (byte)MathF.Round(255 * Math.Clamp(ink[p] + PixelNoise * values[p], 0, 1));
    }

    // Where strokes overlap, the stronger ink stays. The middle of pixel (0, 0) is at (½, ½).
    private static void DrawSegment(Vector2 start, Vector2 end, in DigitDistortion pen, Span<float> ink)
    {
        var reach = new Vector2(pen.HalfWidth + pen.Softness);
        var (low, high) = (Vector2.Min(start, end) - reach, Vector2.Max(start, end) + reach);
        for (var y = Math.Max(0, (int)low.Y); y < Math.Min(Size, high.Y); y++)
        {
            for (var x = Math.Max(0, (int)low.X); x < Math.Min(Size, high.X); x++)
            {
                var distance = DistanceFromSegment(new(x + 0.5f, y + 0.5f), start, end);
                var strength = pen.Ink * Math.Clamp(0.5f + (pen.HalfWidth - distance) / pen.Softness, 0, 1);
                ink[y * Size + x] = Math.Max(ink[y * Size + x], strength);
            }
        }
    }

    private static float DistanceFromSegment(Vector2 point, Vector2 start, Vector2 end)
    {
        var along = end - start;
        var part = Math.Clamp(Vector2.Dot(point - start, along) / along.LengthSquared(), 0, 1);
        return Vector2.Distance(point, start + part * along);
    }
}

using System.Numerics;
using Pat.Core.Randomness;

namespace Pat.Experiments.Data;

/// <summary>How one drawn digit departs from its shape: a smooth bend, an affine map to pixels, the pen.</summary>
internal readonly struct DigitDistortion
{
    private const float Bend = 0.09f; // of the digit's size
    private const float Rotation = 0.26f, Shear = 0.35f; // radians; 1
    private const float Height = 19.5f, Shift = 2.25f; // pixels

    private readonly Vector2 phase, amplitude, waves;
    private readonly Matrix3x2 toPixels;

    /// <summary>Draws a distortion.</summary>
    /// <param name="noise">The stream of distortions.</param>
    /// <param name="image">Number of the image: the run of the stream.</param>
    public DigitDistortion(Noise noise, long image)
    {
        Span<float> u = stackalloc float[16];
        noise.Uniforms(image, u);
        phase = new(Between(u[0], 0, MathF.Tau), Between(u[1], 0, MathF.Tau));
        amplitude = new(Between(u[2], -Bend, Bend), Between(u[3], -Bend, Bend));
        waves = new(Between(u[4], 2, 7), Between(u[5], 2, 7));
        var height = Between(u[6], 0.8f, 1.15f) * Height;
        var width = height * Between(u[7], 0.7f, 1.05f);
        toPixels = Matrix3x2.CreateTranslation(-0.5f, -0.5f)
            * Matrix3x2.CreateScale(width, height)
            * new Matrix3x2(1, 0, Between(u[8], -Shear, Shear), 1, 0, 0)
            * Matrix3x2.CreateRotation(Between(u[9], -Rotation, Rotation))
            * Matrix3x2.CreateTranslation(DrawnDigits.Size / 2f + Between(u[10], -Shift, Shift), DrawnDigits.Size / 2f + Between(u[11], -Shift, Shift));
        Shape = u[12];
        HalfWidth = Between(u[13], 0.6f, 1.7f);
        Softness = Between(u[14], 0.8f, 1.6f);
        Ink = Between(u[15], 0.75f, 1);
    }

    /// <summary>In [0, 1): chooses among the shapes of the digit.</summary>
    public float Shape { get; }

    /// <summary>Half the thickness of a stroke in pixels.</summary>
    public float HalfWidth { get; }

    /// <summary>Width of a stroke's edge in pixels.</summary>
    public float Softness { get; }

    /// <summary>Brightness of the middle of a stroke, of at most 1.</summary>
    public float Ink { get; }

    /// <summary>From the unit square to pixels.</summary>
    public Vector2 Apply(Vector2 point)
    {
        var bend = new Vector2(MathF.Sin(waves.X * point.Y + phase.X), MathF.Sin(waves.Y * point.X + phase.Y));
        return Vector2.Transform(point + amplitude * bend, toPixels);
    }

    private static float Between(float u, float low, float high) => low + u * (high - low);
}

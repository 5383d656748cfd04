using Pat.Core.Randomness;

namespace Pat.Experiments.Audio.Synthesis;

/// <summary>Who speaks: what differs from voice to voice.</summary>
/// <param name="Pitch">Fundamental frequency, in hertz.</param>
/// <param name="Tract">Length of the vocal tract over that of the men whose formants are listed; formants are divided by it.</param>
/// <param name="Pace">Duration of everything over its usual one.</param>
public sealed record Talker(double Pitch, double Tract, double Pace)
{
    /// <summary>
    /// Draws a voice: half of them with the pitch of men (mean 132 Hz) and half with that of women (223 Hz; both after Peterson and Barney 1952), 10 % from talker to talker;
    /// women's tracts are 0.87 of men's (their formants are 15 % higher there), 4 % from talker to talker; pace 10 % (spreads are our choice).
    /// </summary>
    /// <param name="noise">Stream of the talkers.</param>
    /// <param name="number">Which one.</param>
    public static Talker Draw(Noise noise, long number)
    {
        Span<float> normals = stackalloc float[3];
        noise.Split("voice").Normals(number, normals);
        var woman = noise.Split("sex").Uniform(number) < 0.5f;
        return new((woman ? 223 : 132) * Math.Exp(0.1 * normals[0]), (woman ? 0.87 : 1) * Math.Exp(0.04 * normals[1]), Math.Exp(0.1 * normals[2]));
    }
}

namespace Pat.Experiments.Audio.Synthesis;

/// <summary>A stretch of speech: formants that are reached at its middle, how loud the voice is and how loud the breath.</summary>
/// <param name="Milliseconds">Its usual duration.</param>
/// <param name="F1">First formant, in hertz, of the men of the table.</param>
/// <param name="F2">Second formant.</param>
/// <param name="F3">Third formant.</param>
/// <param name="Voice">Amplitude of the voice, in [0, 1].</param>
/// <param name="Friction">Amplitude of the noise, in [0, 1].</param>
/// <param name="FrictionAt">Where the noise is strongest, in hertz.</param>
public sealed record Segment(double Milliseconds, double F1, double F2, double F3, double Voice, double Friction = 0, double FrictionAt = 3000)
{
    /// <summary>A vowel.</summary>
    public static Segment Of(string vowel, double milliseconds, double voice = 1)
    {
        var known = Vowel.Named(vowel);
        return new(milliseconds, known.F1, known.F2, known.F3, voice);
    }
}

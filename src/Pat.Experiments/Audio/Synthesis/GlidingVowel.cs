namespace Pat.Experiments.Audio.Synthesis;

/// <summary>A vowel that is about to be spoken, all in physical units.</summary>
/// <param name="Milliseconds">Its duration.</param>
/// <param name="Pitch">Fundamental frequency at its middle, in hertz.</param>
/// <param name="F4">Fourth formant, in hertz.</param>
/// <param name="Knots">What the first three formants are when, in rising order of time; at least one.</param>
public sealed record GlidingVowel(double Milliseconds, double Pitch, double F4, IReadOnlyList<FormantKnot> Knots)
{
    /// <summary>The first three formants: straight lines from knot to knot, constant before the first and after the last.</summary>
    /// <param name="share">Share of the duration that has passed.</param>
    public FormantKnot At(double share)
    {
        var next = 0;
        while (next < Knots.Count && Knots[next].Share <= share)
            next++;
        if (next == 0 || next == Knots.Count)
            return Knots[Math.Max(0, next - 1)] with { Share = share };
        var (a, b) = (Knots[next - 1], Knots[next]);
        var part = (share - a.Share) / (b.Share - a.Share);
        return new(share, a.F1 + part * (b.F1 - a.F1), a.F2 + part * (b.F2 - a.F2), a.F3 + part * (b.F3 - a.F3));
    }
}

/// <summary>Formants at a time.</summary>
/// <param name="Share">Share of the duration that has passed, in [0, 1].</param>
/// <param name="F1">First formant, in hertz.</param>
/// <param name="F2">Second formant, in hertz.</param>
/// <param name="F3">Third formant, in hertz.</param>
public readonly record struct FormantKnot(double Share, double F1, double F2, double F3);

namespace Pat.Experiments.Audio.Synthesis;

/// <summary>
/// Ten syllables that sound like the English digits, as segments: vowels of Peterson and Barney's table, and consonants in a few strokes
/// (loci and noise after the tables of D. H. Klatt, J. Acoust. Soc. Am. 67, 971, 1980; durations are our choice).
/// </summary>
public static class SpokenDigitScript
{
    private static readonly Segment f = Hiss(90, 0.07, 3400), s = Hiss(110, 0.2, 3700), th = Hiss(80, 0.06, 3000), z = Hiss(80, 0.15, 3700) with { Voice = 0.3 }, v = Hiss(60, 0.05, 3400) with { Voice = 0.4 };
    private static readonly Segment closure = new(50, 250, 1500, 2500, 0), burst = new(15, 300, 1700, 2600, 0, 0.3, 3500), burstK = new(25, 300, 1900, 2500, 0, 0.2, 2200);
    private static readonly Segment n = new(90, 280, 1700, 2600, 0.35), r = new(80, 310, 1060, 1380, 0.7), w = new(70, 290, 610, 2150, 0.7);

    /// <summary>The segments of each digit, from "zero" to "nine".</summary>
    public static IReadOnlyList<IReadOnlyList<Segment>> Digits { get; } =
    [
        [z, Segment.Of("ih", 90), r, Segment.Of("aw", 110), Segment.Of("uw", 90, 0.8)],
        [w, Segment.Of("uh", 160), n],
        [closure, burst, Segment.Of("uw", 230)],
        [th, r, Segment.Of("iy", 220)],
        [f, Segment.Of("aw", 180), r],
        [f, Segment.Of("ah", 130), Segment.Of("ih", 100), v],
        [s, Segment.Of("ih", 110), closure, burstK, s],
        [s, Segment.Of("eh", 100), v, Segment.Of("uh", 80, 0.7), n],
        [Segment.Of("eh", 90), Segment.Of("iy", 130), closure, burst with { Milliseconds = 40 }],
        [n, Segment.Of("ah", 130), Segment.Of("ih", 110), n],
    ];

    private static Segment Hiss(double milliseconds, double friction, double at) => new(milliseconds, 320, 1500, 2500, 0, friction, at);
}

namespace Pat.Experiments.Audio.Synthesis;

/// <summary>What sounds at one time.</summary>
internal readonly record struct Sounding(double F1, double F2, double F3, double Voice, double Friction, double FrictionAt);

/// <summary>
/// How segments run into each other: formants glide from the middle of one to that of the next, since the tongue is slow; voice and noise change near the border, within
/// 10 ms and 4 ms to each side (our choice), or there would be no stops.
/// </summary>
internal sealed class Glide
{
    private const double VoiceReach = 0.010, FrictionReach = 0.004; // seconds

    private readonly IReadOnlyList<Segment> segments;
    private readonly int[] starts; // in samples; the last one is the end of all
    private readonly int rate;
    private int now;

    public Glide(IReadOnlyList<Segment> segments, double pace, int rate)
    {
        (this.segments, this.rate, starts) = (segments, rate, new int[segments.Count + 1]);
        for (var i = 0; i < segments.Count; i++)
            starts[i + 1] = starts[i] + Math.Max(1, (int)(segments[i].Milliseconds * pace * rate / 1000));
    }

    /// <summary>Samples of all segments.</summary>
    public int Length => starts[^1];

    /// <summary>What sounds at a sample; called in their order.</summary>
    public Sounding At(int t)
    {
        while (t >= starts[now + 1])
            now++;
        var half = (starts[now + 1] - starts[now]) / 2.0;
        var fromMiddle = t - starts[now] - half;
        var next = Math.Clamp(now + (fromMiddle < 0 ? -1 : 1), 0, segments.Count - 1);
        var (a, b) = (segments[now], segments[next]);
        var otherHalf = (starts[next + 1] - starts[next]) / 2.0;
        var share = next == now ? 0 : Math.Abs(fromMiddle) / (half + otherHalf);
        var toBorder = half - Math.Abs(fromMiddle);
        double Near(double reach) => next == now ? 0 : Math.Max(0, 0.5 - 0.5 * toBorder / Math.Min(Math.Min(half, otherHalf), reach * rate));
        static double Mix(double x, double y, double share) => x + share * (y - x);
        return new(
            Mix(a.F1, b.F1, share), Mix(a.F2, b.F2, share), Mix(a.F3, b.F3, share), Mix(a.Voice, b.Voice, Near(VoiceReach)), Mix(a.Friction, b.Friction, Near(FrictionReach)),
            a.Friction > 0 ? a.FrictionAt : b.FrictionAt);
    }
}

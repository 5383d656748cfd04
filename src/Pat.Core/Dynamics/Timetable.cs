namespace Pat.Core.Dynamics;

/// <summary>Steps that follow one another and are alike: all with an output or all without.</summary>
/// <param name="Start">First step, from 0.</param>
/// <param name="End">One after the last step.</param>
/// <param name="Sampled">Whether there is an output after each.</param>
internal readonly record struct Stretch(int Start, int End, bool Sampled);

/// <summary>When a simulation does what: its segments, whose states are kept together, and the outputs in them.</summary>
internal sealed class Timetable
{
    private const int StepsPerSegment = 32; // drives and outputs of a segment stay in the cache

    private readonly int[] samplesBefore;

    public Timetable(SimulatorOptions options)
    {
        Steps = options.Steps;
        SegmentSteps = Math.Min(Steps, options.CheckpointEvery > 0 ? options.CheckpointEvery : StepsPerSegment);
        samplesBefore = new int[Steps + 1];
        var sampled = new bool[Steps];
        if (options.OutputSteps is null)
            Array.Fill(sampled, true);
        foreach (var step in options.OutputSteps ?? [])
            sampled[step - 1] = true;
        for (var t = 0; t < Steps; t++)
            samplesBefore[t + 1] = samplesBefore[t] + (sampled[t] ? 1 : 0);
        Segments = (Steps + SegmentSteps - 1) / SegmentSteps;
        Stretches = new Stretch[Segments][];
        for (var s = 0; s < Segments; s++)
            Stretches[s] = StretchesOf(sampled, StartOf(s), EndOf(s));
    }

    public int Steps { get; }

    public int SegmentSteps { get; }

    public int Segments { get; }

    /// <summary>The stretches of each segment, in order.</summary>
    public Stretch[][] Stretches { get; }

    public int Samples => samplesBefore[Steps];

    public int StartOf(int segment) => segment * SegmentSteps;

    public int EndOf(int segment) => Math.Min(Steps, (segment + 1) * SegmentSteps);

    public int SamplesBefore(int step) => samplesBefore[step];

    private static Stretch[] StretchesOf(bool[] sampled, int start, int end)
    {
        var stretches = new List<Stretch>();
        for (var t = start; t < end; t = stretches[^1].End)
        {
            var until = t + 1;
            while (until < end && sampled[until] == sampled[t])
                until++;
            stretches.Add(new(t, until, sampled[t]));
        }
        return [.. stretches];
    }
}

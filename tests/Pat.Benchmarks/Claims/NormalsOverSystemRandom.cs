using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Benchmarks.Claims;

/// <summary>Standard normal numbers of one run against System.Random with Box-Muller in double, number by number; one thread each.</summary>
internal sealed class NormalsOverSystemRandom(double required) : IClaim
{
    private const int Count = 1 << 16;

    public string Name => "normals over System.Random";

    public double? Required => required;

    public Measurement Measure()
    {
        var (noise, random, numbers) = (Noise.FromSeed(1), new Random(1), new float[Count]);
        var timing = default(Timing);
        Workers.OnOneThread(() => timing = Interleaved.MeasureOnThisThread(() => noise.Normals(0, numbers), () => BoxMuller(random, numbers)));
        return new(timing.BaselineOverSubject, $"{timing.Subject / Count * 1e9:F2} ns each, System.Random {timing.Baseline / Count * 1e9:F1} ns");
    }

    private static void BoxMuller(Random random, Span<float> numbers)
    {
        for (var i = 0; i < numbers.Length; i += 2)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var (sin, cos) = Math.SinCos(2 * Math.PI * random.NextDouble());
            (numbers[i], numbers[i + 1]) = ((float)(radius * cos), (float)(radius * sin));
        }
    }
}

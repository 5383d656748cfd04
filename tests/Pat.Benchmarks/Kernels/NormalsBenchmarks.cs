using BenchmarkDotNet.Attributes;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Benchmarks.Kernels;

/// <summary>65,536 normal numbers in runs of different length, against System.Random with Box-Muller.</summary>
[MemoryDiagnoser]
public class NormalsBenchmarks
{
    private const int Count = 1 << 16;

    private readonly Noise noise = Noise.FromSeed(1);
    private readonly Random random = new(1);
    private Tensor numbers = new(0, 0);

    /// <summary>Numbers of each run.</summary>
    [Params(1, 50, 784)]
    public int PerRun { get; set; }

    [GlobalSetup]
    public void Setup() => numbers = new Tensor(Count / PerRun, PerRun);

    [Benchmark(Baseline = true)]
    public void SystemRandom()
    {
        var values = numbers.AsSpan();
        for (var i = 0; i + 1 < values.Length; i += 2)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var (sin, cos) = Math.SinCos(2 * Math.PI * random.NextDouble());
            (values[i], values[i + 1]) = ((float)(radius * cos), (float)(radius * sin));
        }
    }

    [Benchmark]
    public void Normals() => noise.Normals(0, numbers);

    [Benchmark]
    public void Uniforms() => noise.Uniforms(0, numbers);
}

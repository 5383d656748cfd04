using BenchmarkDotNet.Attributes;
using MathNet.Numerics;
using MathNet.Numerics.IntegralTransforms;
using Pat.Core.Tensors;

namespace Pat.Benchmarks.Kernels;

/// <summary>Batched complex transforms against MathNet's managed transform of the same rows; MathNet works in place, from a fresh copy.</summary>
[MemoryDiagnoser]
public class FourierTransformBenchmarks
{
    private Tensor x = new(0, 0);
    private Complex32[][] rows = [];
    private Complex32[] row = [];

    /// <summary>Number of transforms.</summary>
    [Params(1, 32)]
    public int Batch { get; set; }

    /// <summary>Length of each: powers of two, a product of small primes, a prime.</summary>
    [Params(64, 256, 360, 257)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        x = new Tensor(Batch, 2 * Length);
        var random = new Random(1);
        foreach (ref var value in x.AsSpan())
            value = random.NextSingle() - 0.5f;
        rows = [.. Enumerable.Range(0, Batch).Select(r => Enumerable.Range(0, Length).Select(j => new Complex32(x.Row(r)[j], x.Row(r)[Length + j])).ToArray())];
        row = new Complex32[Length];
    }

    [Benchmark(Baseline = true)]
    public void MathNet()
    {
        foreach (var source in rows)
        {
            source.CopyTo(row, 0);
            Fourier.Forward(row, FourierOptions.NoScaling);
        }
    }

    [Benchmark]
    public void Pat()
    {
        using var scope = new TensorScope();
        FourierTransform.Forward(x);
    }
}

using BenchmarkDotNet.Attributes;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Benchmarks.Kernels;

/// <summary>One layer of the second-harmonic network: twin and device, forward and with the gradient. Watch the ratio of gradient to run.</summary>
[MemoryDiagnoser]
public class SecondHarmonicBenchmarks
{
    private static readonly SecondHarmonicDescription Description = new();
    private readonly ThinCrystal twin = new(Description);
    private readonly Device device = SecondHarmonicBench.Fabricate(Description, new(), deviceSeed: 1).Device;
    private Tensor x = new(0, 0), dy = new(0, 0), theta = new(0);
    private Shot shot;

    /// <summary>Rows of the batch.</summary>
    [Params(1, 30, 256)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (x, dy, theta) = (new Tensor(Batch, Description.Lines), new Tensor(Batch, Description.Lines), new Tensor(Description.Lines));
        Noise.FromSeed(1).Uniforms(0, x);
        Noise.FromSeed(2).Normals(0, dy);
        Noise.FromSeed(3).Uniforms(0, theta.AsSpan());
        shot = new(Noise.FromSeed(4), Noise.FromSeed(5), 0, 0, 0);
    }

    [Benchmark(Baseline = true)]
    public void TwinRun() => Run(twin);

    [Benchmark]
    public void TwinGradient() => Gradient(twin);

    [Benchmark]
    public void DeviceRun() => Run(device);

    [Benchmark]
    public void DeviceGradient() => Gradient(device);

    private void Run(IDigitalTwin system)
    {
        using var scope = new TensorScope();
        system.Run(x, theta, shot);
    }

    private void Gradient(IDigitalTwin system)
    {
        using var scope = new TensorScope();
        system.Linearize(x, theta, shot).Pullback(dy);
    }
}

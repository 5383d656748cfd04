using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Experiments.Images;
using Pat.Systems;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;
using Loss = Pat.Core.Autodiff.Loss;

namespace Pat.Experiments.Tests.Images;

/// <summary>A physical system for tests: two devices y = sin(2 theta x), element by element, whose gains differ from their twins'.</summary>
/// <param name="outputs">Outputs of a device; it has 49 inputs.</param>
internal sealed class TinySystem(int outputs = TinySystem.Features) : IImageSystem
{
    public const int Features = 49;

    /// <summary>The device of this seed overflows.</summary>
    public const long Broken = 666;

    /// <summary>The device of this seed is integrated with too long a time step.</summary>
    public const long Unstable = 667;

    public string Name => "tiny";

    public string Description => "two layers of sines, for tests";

    public Recipe Recipe { get; } = new(2, 50, 0.01, new(Loss.CrossEntropy, 0), (rate, steps) => Schedules.CosineToZero(rate, steps))
    {
        LearningRates = new Dictionary<string, double> { ["in-silico"] = 0.02 },
    };

    public Tensor Encode(Tensor images) => images.Shape[1] == 28 && images.Shape[2] == 28
        ? ImageTransforms.EverySecondPixel(ImageTransforms.EverySecondPixel(images).Reshape(images.Rows, 14, 14)).Reshape(images.Rows, Features)
        : throw new ShapeException("Tiny images", "[n, 28, 28]", images);

    public IExamples Examples(ImageSet images) => new RowExamples(images.ToBatch(Encode), 0.01);

    public Network Build(int features) => new(Name,
    [
        Physical("first", 0),
        new("middle", [new("weight", noise => Normal(noise, outputs, Features))], (x, pass) => Op.MatMul(x, pass.Parameter("weight"))),
        Physical("second", 1),
        new("read-out", [new("weight", noise => Normal(noise, outputs, ImageData.Classes))], (x, pass) => Op.MatMul(x, pass.Parameter("weight"))),
    ]);

    public bool IsPhysical(string parameter) => parameter.EndsWith("/gain", StringComparison.Ordinal);

    public IBench Bench => new TinyBench(outputs);

    public int Apparatuses => 2;

    public MultiplyAdds Count(int features) => new(outputs * Features + outputs * ImageData.Classes, 2 * Features);

    private static Layer Physical(string name, int device) => new(
        name, [new("gain", noise => Normal(noise, Features))], (x, pass) => pass.Physical(x, pass.Parameter("gain"), device));

    private static Tensor Normal(Noise noise, params ReadOnlySpan<int> shape)
    {
        var tensor = new Tensor(shape);
        noise.Normals(0, tensor.AsSpan());
        foreach (ref var value in tensor.AsSpan())
            value /= MathF.Sqrt(shape.Length == 2 ? shape[0] : 1);
        return tensor;
    }
}

/// <summary>The devices of <see cref="TinySystem"/>.</summary>
/// <param name="outputs">Outputs of a device.</param>
internal sealed class TinyBench(int outputs) : IBench
{
    private const double MostStrength = 5;

    public string Name => "tiny";

    public string Description => "two sines, for tests";

    public HardwareTiming Timing { get; } = new(1e-6, 1e-3);

    public IReadOnlyList<BenchTerm> Terms { get; } =
    [
        new("gain", TermGroup.Gap, ImperfectionKind.Fixed, "physics", "0.1 for each device seed", "y = sin(2 g theta x)", "our choice"),
        new("read", TermGroup.Noise, ImperfectionKind.Trial, "output", "0.01 rms", "y + sigma xi", "our choice"),
    ];

    public double OutputFullScale => 1;

    public IDigitalTwin Twin(int apparatus = 0) => Sine(1);

    public Device Fabricate(long deviceSeed, BenchSettings settings, int apparatus = 0)
    {
        var of = settings.On(this);
        if (of("gain") > MostStrength)
            throw new ArgumentException($"Tiny device: expected a strength of at most {MostStrength}, got {of("gain")}.");
        var gain = 1 + (float)of("gain") * (0.2f + 0.1f * (deviceSeed + apparatus));
        IDigitalTwin physics = deviceSeed == TinySystem.Unstable ? new Explosion(Ports) : Sine(deviceSeed == TinySystem.Broken ? float.MaxValue : gain);
        return new($"tiny {apparatus}", physics, output: [new AdditiveNoise("read noise", 0.01 * of("read"))]);
    }

    private SystemPorts Ports => new(Port("x", TinySystem.Features), [Port("gain", TinySystem.Features)], Port("y", outputs));

    private FunctionTwin Sine(float gain) => new(Ports, (x, theta) => Op.SliceColumns(Op.Sin(x * theta * (2 * gain)), 0, outputs), "tiny");

    private static Port Port(string name, int size) => new(name, size, float.NegativeInfinity, float.PositiveInfinity, "1", new Layout.Values());
}

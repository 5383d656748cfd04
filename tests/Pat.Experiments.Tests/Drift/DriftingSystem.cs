using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Experiments.Images;
using Pat.Experiments.Tests.Images;
using Pat.Systems;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.Tests.Drift;

/// <summary>The tiny system for tests, whose inputs are turned down hour by hour.</summary>
internal sealed class DriftingSystem : IImageSystem
{
    private readonly TinySystem tiny = new();

    public string Name => "drifting";

    public string Description => "two layers of sines that drift, for tests";

    public Recipe Recipe => tiny.Recipe;

    public IBench Bench { get; } = new DriftingBench();

    public int Apparatuses => tiny.Apparatuses;

    public Tensor Encode(Tensor images) => tiny.Encode(images);

    public IExamples Examples(ImageSet images) => tiny.Examples(images);

    public Network Build(int features) => tiny.Build(features);

    public bool IsPhysical(string parameter) => tiny.IsPhysical(parameter);

    public MultiplyAdds Count(int features) => tiny.Count(features);
}

/// <summary>The tiny bench, with a run that takes 10 ms and inputs times exp(−t / 2 h).</summary>
internal sealed class DriftingBench : IBench
{
    private readonly TinyBench tiny = new(TinySystem.Features);

    public string Name => "drifting";

    public string Description => tiny.Description;

    public HardwareTiming Timing { get; } = new(0.01, 0.5);

    public IReadOnlyList<BenchTerm> Terms =>
    [
        .. tiny.Terms,
        new("fading", TermGroup.Gap, ImperfectionKind.Slow, "input", "1 / 2 h", "x exp(-r t)", "our choice"),
        new("hum", TermGroup.Noise, ImperfectionKind.Slow, "input", "0", "x", "our choice"),
    ];

    public double OutputFullScale => 1;

    public IDigitalTwin Twin(int apparatus = 0) => tiny.Twin(apparatus);

    public Device Fabricate(long deviceSeed, BenchSettings settings, int apparatus = 0)
    {
        var of = settings.On(this);
        var device = tiny.Fabricate(deviceSeed, settings with { Factors = settings.Factors.Remove("fading") }, apparatus);
        return new(device.Name, device.Physics, [new Fading(of("fading") / 7200)], [], [.. device.Output]);
    }
}

/// <summary>x exp(−r t).</summary>
internal sealed record Fading(double Rate) : IImperfection
{
    public string Name => "fading";

    public ImperfectionKind Kind => ImperfectionKind.Slow;

    public bool Accepts(Layout layout) => true;

    public Tensor Apply(Tensor clean, Shot shot)
    {
        var y = Tensor.CreateLike(clean);
        for (var row = 0; row < clean.Rows; row++)
        {
            var factor = (float)Math.Exp(-Rate * shot.TimeOf(row));
            for (var i = 0; i < clean.RowLength; i++)
                y.Row(row)[i] = factor * clean.Row(row)[i];
        }
        return y;
    }

    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => Apply(dy, shot);

    public IImperfection Scaled(double strength) => new Fading(strength * Rate);
}

using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Core.Training.Optimisers;
using Pat.Systems.Mechanics.OscillatingPlate;

namespace Pat.Benchmarks;

/// <summary>
/// One step of physics-aware training on raw sound: 64 recordings of a second, 8,000 samples each, through a plate four times in a row. Forward on a fabricated
/// plate with converters, coil, microphone, jitter and noise, backward on its twin, Adam. Batches come from 3,000 recordings in memory.
/// </summary>
/// <remarks>Noise stands for sound: what a step takes depends on values only where drives stay exactly 0 for long and numbers become subnormal; offsets prevent that.</remarks>
internal sealed class WaveformStep : IDisposable
{
    private const int Recordings = 3000, Rows = 64, SampleRate = 8000, Samples = SampleRate, Layers = 4, Classes = 10;
    private const double LearningRate = 1e-3;

    // 13 modes of the default plate lie below half the sampling frequency.
    private static readonly OscillatingPlateDescription description = new() { SampleRate = SampleRate, Modes = 13, Samples = Samples };

    private readonly TensorScope scope = new();
    private readonly Network network = new("waveform", [new("chain", [.. Enumerable.Range(1, Layers).SelectMany(ParametersOf)], Run), new("read-out", [], Read)]);
    private readonly PhysicsAwareTraining estimator = new(new OscillatingPlate(description));
    private readonly Adam adam = new();
    private readonly Laboratory laboratory;
    private readonly SortedDictionary<string, Tensor> parameters;
    private readonly Tensor recordings = Normals(Noise.FromSeed(2), 0.25f, Recordings, Samples);
    private readonly Batch batch = new(new Tensor(Rows, Samples), [.. Enumerable.Range(0, Rows).Select(row => row % Classes)]);
    private int next;

    public WaveformStep()
    {
        var noise = Noise.FromSeed(1);
        var (device, _) = OscillatingPlateBench.Fabricate(description, new(), deviceSeed: 1);
        laboratory = new("plate", device, noise, new OscillatingPlateBench(description).Timing);
        parameters = network.Start(noise);
    }

    /// <summary>Sound in a batch, in seconds.</summary>
    public static double SecondsOfSound => (double)Rows * Samples / SampleRate;

    public void Run()
    {
        for (var row = 0; row < Rows; row++)
            recordings.Row(next++ % Recordings).CopyTo(batch.X.Row(row));
        var estimate = estimator.Estimate(network, new(Loss.CrossEntropy, PenaltyWeight: Layers), parameters, batch, laboratory);
        adam.Step(parameters, estimate.Gradients, LearningRate);
        scope.Reset();
    }

    public void Dispose() => scope.Dispose();

    private static IEnumerable<Parameter> ParametersOf(int layer) =>
    [
        new($"scale {layer}", noise => Normals(noise, 0.8f, Samples)),
        new($"offset {layer}", noise => Normals(noise, 0.02f, Samples)),
    ];

    // Every sample of a drive has its scale and its offset; what is out of the coil's range is cut off and penalised.
    private static Var Run(Var x, Pass pass)
    {
        var nothing = x.Tape.Constant(new Tensor(0));
        for (var layer = 1; layer <= Layers; layer++)
        {
            var wanted = Op.ScaleAndOffset(x, pass.Parameter($"scale {layer}"), pass.Parameter($"offset {layer}"));
            x = pass.Physical(pass.PenalizedInputInRange(wanted, -1, 1), nothing);
            if (layer < Layers)
                x = Op.ReverseColumns(x);
        }
        return x;
    }

    private static Var Read(Var y, Pass pass) => Op.GroupMean(Op.Square(y), Classes) * 50;

    private static Tensor Normals(Noise noise, float deviation, params ReadOnlySpan<int> shape)
    {
        var tensor = new Tensor(shape);
        noise.Normals(0, tensor.AsSpan());
        foreach (ref var value in tensor.AsSpan())
            value *= deviation;
        return tensor;
    }
}

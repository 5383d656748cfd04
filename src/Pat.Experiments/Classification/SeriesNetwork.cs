using Pat.Core.Autodiff;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Classification;

/// <summary>
/// A chain of devices that are driven and read as time series. An example is sent several times in a row; each layer scales and offsets
/// every sample of its drive, the physics does the rest, and the logits are the energies in as many windows of the last output as there are classes.
/// </summary>
/// <remarks>
/// A layer drives its device with u = clamp(a x + b + s r, −1, 1): x is what the layer before measured and r how it was driven, both backwards in
/// time, so that late samples reach early ones. What the clamp cuts off is penalised by its mean square.
/// </remarks>
public sealed record SeriesNetwork
{
    private const string Chain = "chain", ReadOut = "read-out";
    private const float LogitFactor = 5;

    /// <summary>Number of classes.</summary>
    public required int Classes { get; init; }

    /// <summary>Devices in the chain.</summary>
    public required int Layers { get; init; }

    /// <summary>Samples of a drive.</summary>
    public required int Samples { get; init; }

    /// <summary>Size of the scales at the start; their signs are random.</summary>
    public required float StartScale { get; init; }

    /// <summary>Standard deviation of the offsets at the start.</summary>
    public float StartOffset { get; init; } = 0.02f;

    /// <summary>Share s of the drive of the layer before at the start, trainable; null for none.</summary>
    public float? StartSkip { get; init; }

    /// <summary>The first sample of the output that is read.</summary>
    public int FirstRead { get; init; }

    /// <summary>Maps the mean squares in the windows, [batch, classes], to what is scaled and offset to logits.</summary>
    public required Func<Var, Var> Pool { get; init; }

    /// <summary>Builds the network.</summary>
    /// <param name="features">Length of an example's row; divides the number of samples.</param>
    public Network Build(int features)
    {
        if (features < 1 || Samples % features != 0)
            throw new ShapeException($"Series network: expected examples of a size that divides {Samples} samples, got {features} values.");
        return new("series",
        [
            new("send", [], (x, _) => Op.ConcatenateColumns([.. Enumerable.Repeat(x, Samples / features)])),
            new(Chain, [.. Enumerable.Range(1, Layers).SelectMany(ParametersOf)], Run),
            new(ReadOut, [new("scale", _ => StartingValues.Filled(Classes, 1)), new("offset", _ => StartingValues.Filled(Classes, 0))], Read),
        ]);
    }

    /// <summary>Whether a parameter shapes the drive of a device.</summary>
    public static bool IsPhysical(string parameter) => parameter.StartsWith(Chain + "/", StringComparison.Ordinal);

    /// <summary>Digital multiply-adds of an example: scales, skips, squares of the windows, logits.</summary>
    public long DigitalMultiplyAdds => (long)Layers * Samples + (StartSkip is null ? 0 : (Layers - 1L) * Samples) + Classes * WindowLength + 2 * Classes;

    private int WindowLength => (Samples - FirstRead) / Classes;

    private IEnumerable<Parameter> ParametersOf(int layer)
    {
        yield return new($"scale {layer}", noise => Signs(noise, Samples, StartScale));
        yield return new($"offset {layer}", noise => StartingValues.Normal(noise, StartOffset, Samples));
        if (layer > 1 && StartSkip is { } skip)
            yield return new($"skip {layer}", _ => new Tensor([skip], 1));
    }

    private Var Run(Var x, Pass pass)
    {
        var nothing = x.Tape.Constant(new Tensor(0));
        var drive = x;
        for (var layer = 1; layer <= Layers; layer++)
        {
            var wanted = Op.ScaleAndOffset(x, pass.Parameter($"scale {layer}"), pass.Parameter($"offset {layer}"));
            if (layer > 1 && StartSkip is not null)
                wanted += Op.Scale(Op.ReverseColumns(drive), pass.Parameter($"skip {layer}"));
            drive = pass.PenalizedInputInRange(wanted, -1, 1);
            x = pass.Physical(drive, nothing);
            if (layer < Layers)
                x = Op.ReverseColumns(x);
        }
        return x;
    }

    private Var Read(Var y, Pass pass)
    {
        var windows = Op.GroupMean(Op.Square(Op.SliceColumns(y, FirstRead, Classes * WindowLength)), Classes);
        return (Pool(windows) * pass.Parameter("scale") + pass.Parameter("offset")) * LogitFactor;
    }

    private static Tensor Signs(Noise noise, int size, float scale)
    {
        var tensor = new Tensor(size);
        noise.Uniforms(0, tensor.AsSpan());
        foreach (ref var value in tensor.AsSpan())
            value = value < 0.5f ? -scale : scale;
        return tensor;
    }
}

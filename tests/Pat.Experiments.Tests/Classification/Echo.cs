using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Experiments.Tests.Classification;

/// <summary>A system that adds half of the sample before: early and late samples are not the same to it.</summary>
/// <param name="samples">Samples of drive and output.</param>
internal sealed class Echo(int samples)
{
    public FunctionTwin Twin { get; } = new(
        new(Port("drive", samples), [], Port("output", samples)),
        (x, _) => x + Op.ConcatenateColumns(x.Tape.Constant(new Tensor(x.Value.Rows, 1)), Op.SliceColumns(x, 0, samples - 1)) * 0.5f);

    public Laboratory Laboratory => new("echo", Twin, Noise.FromSeed(1), new(0, 0));

    private static Port Port(string name, int samples) => new(name, samples, float.NegativeInfinity, float.PositiveInfinity, "1", new Layout.Series(1, 1));
}

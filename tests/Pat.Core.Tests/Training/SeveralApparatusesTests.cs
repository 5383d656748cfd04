using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;

namespace Pat.Core.Tests.Training;

/// <summary>A network of two different apparatuses: y = (2 x) squared on devices, with twins whose factors are 3 and whose power is the same.</summary>
public sealed class SeveralApparatusesTests
{
    private static readonly Network Chain = new("chain",
    [
        new("scale", [new("theta", _ => new Tensor([2f], 1))], (x, pass) => pass.Physical(x, pass.Parameter("theta"))),
        new("square", [], (x, pass) => pass.Physical(x, x.Tape.Constant(new Tensor(0)), apparatus: 1)),
    ]);

    private static readonly Objective Output = new((y, _) => Op.Sum(y), 0);

    // Device: y = (theta x)² = 36 at x = 3; d/dtheta = 2 theta x² = 36. Twins: factor 3 theta x and square; PAT is 2 · 6 · 3 · 3 = 108.
    [Theory]
    [InlineData("ideal", 36, 36)]
    [InlineData("pat", 36, 108)]
    [InlineData("in-silico", 324, 324)]
    [InlineData("block", 36, 324)]
    public void Every_layer_uses_its_own_apparatus_and_twin(string method, double loss, double gradient)
    {
        IDigitalTwin[] twins = [Scale(3), Square()];
        IGradientEstimator estimator = method switch
        {
            "ideal" => new Ideal(),
            "pat" => new PhysicsAwareTraining(twins),
            "in-silico" => new InSilico(twins),
            _ => new BlockPhysicsAwareTraining(twins),
        };
        using var scope = new TensorScope();
        var laboratories = new Laboratories(Laboratory("a", Scale(1)), Laboratory("b", Square()));
        var estimate = estimator.Estimate(Chain, Output, Chain.Start(Noise.FromSeed(1)), new(new Tensor([3f], 1, 1), [0]), laboratories);
        Assert.Equal(loss, estimate.Loss);
        Assert.Equal(gradient, estimate.Gradients["scale/theta"].Values[0]);
    }

    [Fact]
    public void Mismatches_are_named()
    {
        var two = new Laboratories(Laboratory("a", Scale(1)), Laboratory("b", Square()));
        Assert.StartsWith("Twins: expected one for each of 2 apparatuses, got 1.", Assert.Throws<ArgumentException>(() => PhysicalSteps.Modelled([Square()], two)).Message, StringComparison.Ordinal);
        Assert.Contains("'a' stands 2 times", Assert.Throws<ArgumentException>(() => new Laboratories(Laboratory("a", Scale(1)), Laboratory("a", Square()))).Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => two[2]).Message, StringComparison.Ordinal);
        Assert.StartsWith("Laboratories: expected at least one", Assert.Throws<ArgumentException>(() => new Laboratories()).Message, StringComparison.Ordinal);
    }

    private static Laboratory Laboratory(string name, IPhysicalSystem apparatus) => new(name, apparatus, Noise.FromSeed(1), new(0, 0));

    private static FunctionTwin Scale(float factor) =>
        new FunctionTwin(new(Port("x", 1), [Port("theta", 1)], Port("y", 1)), (x, theta) => x * theta * factor);

    private static FunctionTwin Square() => new FunctionTwin(new(Port("x", 1), [], Port("y", 1)), (x, _) => x * x);

    private static Port Port(string name, int size) => new(name, size, float.NegativeInfinity, float.PositiveInfinity, "1", new Layout.Values());
}

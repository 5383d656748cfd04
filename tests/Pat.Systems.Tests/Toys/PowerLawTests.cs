using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Systems.Toys;

namespace Pat.Systems.Tests.Toys;

/// <summary>The scalar toy: closed forms of the gradient gaps and the training table computed from the equations in float64.</summary>
[Trait("Category", "Law")]
public sealed class PowerLawTests
{
    private static readonly PowerLaw Device = new(2);
    private static readonly PowerLaw Twin = new(2.01);

    public static TheoryData<int> Depths => [.. Enumerable.Range(1, 24)];

    [Theory, MemberData(nameof(Depths))]
    public void Gradient_gaps_follow_the_closed_forms(int depth)
    {
        var truth = Chain(depth, 1.1f, Device, Device).Dx;
        var inSilico = Chain(depth, 1.1f, Twin, Twin).Dx / truth - 1;
        var physicsAware = Chain(depth, 1.1f, Device, Twin).Dx / truth - 1;
        Assert.Equal(Math.Pow(1.005, (Math.Pow(1.1f, depth) - 1) / (1.1f - 1.0)) - 1, inSilico, 1e-6);
        Assert.Equal(Math.Pow(1.005, depth) - 1, physicsAware, 1e-6);
    }

    [Fact]
    public void Physics_aware_training_converges_on_the_device_and_in_silico_training_does_not()
    {
        // Real outputs after each update. One unit in the last place of theta is 0.6 in y in float32.
        (int Step, double PhysicsAware, double InSilico)[] table =
        [
            (1, 63599.6884, 63531.9685), (2, 64450.5992, 64309.9317), (10, 71355.6927, 70436.3629),
            (50, 95416.1729, 88984.3190), (100, 99799.3218, 91961.9513), (150, 99992.0529, 92098.1899),
        ];
        var (pat, inSilico) = (Train(150, Device, Twin), Train(150, Twin, Twin));
        Assert.All(table, row =>
        {
            Assert.Equal(row.PhysicsAware, pat[row.Step - 1], 1.0);
            Assert.Equal(row.InSilico, inSilico[row.Step - 1], 1.0);
        });
    }

    private static double[] Train(int steps, PowerLaw forward, PowerLaw backward)
    {
        var (exponent, outputs) = (1.1f, new double[steps]);
        for (var step = 0; step < steps; step++)
        {
            var (y, _, dTheta) = Chain(10, exponent, forward, backward);
            exponent = (float)(exponent - 1e-15 * 2 * (y - 1e5) * dTheta);
            outputs[step] = Chain(10, exponent, Device, Device).Y;
        }
        return outputs;
    }

    private static (double Y, double Dx, double DTheta) Chain(int depth, float exponent, PowerLaw forward, PowerLaw backward)
    {
        using var tape = new Tape();
        var (x, theta) = (tape.Variable(new Tensor([1f, 0f], 1, 2)), tape.Variable(new Tensor([exponent], 1)));
        var y = x;
        for (var layer = 0; layer < depth; layer++)
            y = PhysicsAware.Apply(forward, backward, y, theta, default);
        tape.Backward(Op.SliceColumns(y, 0, 1));
        return ((double)y.Value.Values[0] + y.Value.Values[1], tape.Gradient(x).Values[0], tape.Gradient(theta).Values[0]);
    }
}

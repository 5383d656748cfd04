using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Mechanics.CoupledOscillators;

namespace Pat.Systems.Tests.Mechanics;

/// <summary>
/// Three oscillators against numbers computed in float64 by automatic differentiation of the code that accompanies Wright et al. (2022).
/// Tolerance 1e-6: values are below 2, and a few dozen roundings of 6e-8 each lie in between.
/// </summary>
[Trait("Category", "Law")]
public sealed class CoupledOscillatorsGoldenTests
{
    private static readonly CoupledOscillatorsDescription Description = new(3);
    private static readonly Shot Quiet = new(Noise.FromSeed(1), Noise.FromSeed(2), 0, 0, 0);

    private static readonly Tensor Start = new([0.3f, -0.2f, 0.5f], 1, 3);
    private static readonly Tensor Theta = new([0.1f, 0.2f, -0.3f, 0.4f, -0.5f, 0.6f, 0.7f, 0.8f, -0.9f, 0.05f, -0.1f, 0.15f], 12);
    private static readonly Tensor Weights = new([1, -2, 0.5f], 1, 3);

    private static readonly double[] ModelAngles = [0.253485854831, -0.125500589102, 0.450659530282];
    private static readonly double[] ModelDx = [0.758447366167, -1.569514029212, 0.320829494005];

    private static readonly double[] ModelDTheta =
    [
        -0.034477481238, -0.085389206221, 0.005631923939,
        -0.085389206221, -0.044750643208, -0.098454763101,
        0.005631923939, -0.098454763101, -0.027662280124,
        0.119828233255, -0.240780947297, 0.058641696529,
    ];

    private static readonly double[] DeviceAngles = [0.248730016937, -0.107482191558, 0.444980986824];

    private static CoupledOscillators Model => new(Description);

    private static CoupledOscillators Device =>
        new(Description, angleError: 0.1, extra: [0.05f, -0.1f, 0.2f, 0.15f, 0, -0.05f, 0.1f, 0.25f, -0.2f]);

    [Fact]
    public void Couplings_become_the_symmetric_matrix_with_the_diagonal_of_the_code()
    {
        var q = CouplingMatrix.Coupling(Theta.Values[..9], 3);
        double[] expected = [-0.6, 0.3, 0.2, 0.3, -0.5, 0.7, 0.2, 0.7, 0];
        for (var i = 0; i < 3; i++)
            Near(expected[(3 * i)..(3 * i + 3)], q.Row(i)[..3]);
    }

    [Fact]
    public void The_model_gives_the_published_angles_velocities_and_gradients()
    {
        var (angles, velocities) = Model.FinalState(Start, Theta);
        Near(ModelAngles, angles.Values);
        Near([-0.178936672193, 0.285044377870, -0.190119394866], velocities.Values);
        var (y, pullback) = Model.Linearize(Start, Theta, Quiet);
        Near(ModelAngles, y.Values);
        var (dx, dTheta) = pullback(Weights);
        Near(ModelDx, dx.Values);
        Near(ModelDTheta, dTheta.Values);
    }

    [Fact]
    public void The_device_gives_the_published_angles_velocities_and_gradient()
    {
        var (angles, velocities) = Device.FinalState(Start, Theta);
        Near(DeviceAngles, angles.Values);
        Near([-0.195631673446, 0.351387364653, -0.210295576270], velocities.Values);
        var (y, pullback) = Device.Linearize(Start, Theta, Quiet);
        Near(DeviceAngles, y.Values);
        Near([0.713729247332, -1.489785066996, 0.301130554998], pullback(Weights).Dx.Values);
    }

    [Fact]
    public void Physics_aware_training_has_the_value_of_the_device_and_the_gradient_of_the_model()
    {
        using var tape = new Tape();
        var (x, theta) = (tape.Variable(Start), tape.Variable(Theta));
        var y = PhysicsAware.Apply(Device, Model, x, theta, Quiet);
        Near(DeviceAngles, y.Value.Values);
        tape.Backward(y, Weights);
        Near(ModelDx, tape.Gradient(x).Values);
        Near(ModelDTheta, tape.Gradient(theta).Values);
    }

    private static void Near(double[] expected, ReadOnlySpan<float> got)
    {
        Assert.Equal(expected.Length, got.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], got[i], 1e-6);
    }
}

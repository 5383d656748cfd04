using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training.Optimisers;

namespace Pat.Core.Twins;

/// <summary>A twin whose outputs carry multiplicative Gaussian noise, y (1 + sigma · xi): trained on it, a network learns to bear errors of that size.</summary>
/// <param name="twin">The twin.</param>
/// <param name="sigma">Relative standard deviation, finite and at least 0.</param>
public sealed class NoisyTwin(IDigitalTwin twin, double sigma) : IDigitalTwin
{
    private readonly double sigma = Hyperparameter.AtLeastZero("NoisyTwin sigma", sigma);

    /// <inheritdoc/>
    public SystemPorts Ports => twin.Ports;

    /// <inheritdoc/>
    public Tensor Run(Tensor x, Tensor theta, Shot shot)
    {
        var y = twin.Run(x, theta, shot);
        return Times(y, Factors(y, shot));
    }

    /// <inheritdoc/>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
    {
        var (y, pullback) = twin.Linearize(x, theta, shot);
        var factors = Factors(y, shot);
        return (Times(y, factors), dy => pullback(Times(dy, factors)));
    }

    private Tensor Factors(Tensor y, Shot shot)
    {
        var factors = Tensor.CreateLike(y);
        shot.Noise.Split("noisy twin").Normals(shot.FirstRun, factors);
        var values = factors.AsSpan();
        TensorPrimitives.Multiply(values, (float)sigma, values);
        TensorPrimitives.Add(values, 1, values);
        return factors;
    }

    private static Tensor Times(Tensor a, Tensor b)
    {
        var product = Tensor.CreateLike(a);
        TensorPrimitives.Multiply(a.Values, b.Values, product.AsSpan());
        return product;
    }
}

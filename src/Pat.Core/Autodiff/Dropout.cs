using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Autodiff;

public static partial class Op
{
    /// <summary>Sets each value to zero with a probability p and divides the others by 1 − p, so that the mean stays; leave it out when evaluating.</summary>
    /// <remarks>Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, Journal of Machine Learning Research 15, 1929, 2014, with the scale in training.</remarks>
    /// <param name="x">Shape [batch, ...].</param>
    /// <param name="probability">p, in [0, 1); 0 returns x itself.</param>
    /// <param name="noise">The stream of the layer; a value is dropped where its uniform number is below p.</param>
    /// <param name="firstRun">Row r takes run <paramref name="firstRun"/> + r of the stream.</param>
    /// <returns>The shape of x.</returns>
    public static Var Dropout(Var x, double probability, Noise noise, long firstRun)
    {
        if (!(probability is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Dropout probability: expected at least 0 and below 1.");
        if (x.Value.Rank < 2)
            throw new ShapeException("Dropout x", "[batch, ...]", x.Value);
        if (probability == 0)
            return x;
        var factors = Tensor.CreateLike(x.Value);
        noise.Uniforms(firstRun, factors);
        var (p, kept) = ((float)probability, (float)(1 / (1 - probability)));
        foreach (ref var factor in factors.AsSpan())
            factor = factor < p ? 0 : kept;
        return Var.Record(Product(x.Value), [x], dy => [Product(dy)]);

        Tensor Product(Tensor values)
        {
            var product = Tensor.CreateLike(values);
            TensorPrimitives.Multiply(values.Values, factors.Values, product.AsSpan());
            return product;
        }
    }
}

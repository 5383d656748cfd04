using Pat.Core.Autodiff;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Autodiff;

/// <summary>Alone in the process: other tests would collect garbage too.</summary>
[CollectionDefinition("Memory", DisableParallelization = true)]
public sealed class MemoryTests;

[Collection("Memory")]
public class SteadyStateTests
{
    [Fact]
    public void A_training_step_collects_nothing_for_good_and_does_not_grow()
    {
        var parameters = Enumerable.Range(0, 4).Select(layer => Normal(Noise.FromSeed(1).Split(layer), 784)).ToArray();
        var (weight, bias) = (Normal(Noise.FromSeed(2), 10, 784), new Tensor(10));
        var images = Normal(Noise.FromSeed(3), 128, 784);
        var labels = Enumerable.Range(0, 128).Select(i => i % 10).ToArray();
        using var tape = new Tape();
        for (var i = 0; i < 10; i++)
            Step();

        var (collections, pooled) = (GC.CollectionCount(2), TensorScope.PooledBytes);
        for (var i = 0; i < 200; i++)
            Step();
        Assert.Equal(collections, GC.CollectionCount(2));
        Assert.Equal(pooled, TensorScope.PooledBytes);

        void Step()
        {
            var x = tape.Constant(images);
            foreach (var theta in parameters)
                x = Op.Softplus(Op.Sin(x * tape.Variable(theta)) + x);
            tape.Backward(Loss.CrossEntropy(Op.Affine(x, tape.Variable(weight), tape.Variable(bias)), labels));
            tape.Reset();
        }
    }

    private static Tensor Normal(Noise noise, params int[] shape)
    {
        var tensor = new Tensor(shape);
        noise.Normals(0, tensor.AsSpan());
        return tensor;
    }
}

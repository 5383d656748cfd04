using Pat.Core.Tensors;
using Pat.Core.Training;

namespace Pat.Core.Tests.Training;

public sealed class GradientTests
{
    [Fact]
    public void Clipping_scales_all_gradients_to_the_norm()
    {
        var gradients = new Dictionary<string, Tensor> { ["a"] = new([3, 0], 2), ["b"] = new([4], 1) };
        var given = gradients["a"];

        Assert.Equal(5, GradientClipping.ByNorm(gradients, 2.5));

        Assert.Equal([1.5f, 0], gradients["a"].Values.ToArray());
        Assert.Equal([2f], gradients["b"].Values.ToArray());
        Assert.Equal([3f, 0], given.Values.ToArray());
    }

    [Fact]
    public void Clipping_leaves_small_gradients_and_shared_tensors_right()
    {
        var shared = new Tensor([3f, 4], 2);
        var gradients = new Dictionary<string, Tensor> { ["a"] = shared, ["b"] = shared };

        Assert.Equal(Math.Sqrt(50), GradientClipping.ByNorm(gradients, 100), tolerance: 1e-12);
        Assert.Same(shared, gradients["a"]);

        GradientClipping.ByNorm(gradients, Math.Sqrt(12.5));
        Assert.Equal([1.5f, 2], gradients["b"].Values.ToArray());
    }

    [Fact]
    public void Clipping_does_not_overflow_where_float_would() =>
        Assert.Equal(5e25, GradientClipping.ByNorm(new Dictionary<string, Tensor> { ["a"] = new([3e25f, 4e25f], 2) }, 1), tolerance: 1e19);

    [Fact]
    public void Clipping_refuses_what_is_not_finite()
    {
        var gradients = new Dictionary<string, Tensor> { ["hidden"] = new([1, float.PositiveInfinity, float.NaN], 3) };
        var error = Assert.Throws<NonFiniteException>(() => GradientClipping.ByNorm(gradients, 1));
        Assert.Equal("hidden", error.Name);
        Assert.StartsWith(
            "'hidden': 2 of 3 values of the gradient [3] are not finite (the first: Infinity at 1). Usual causes: a learning rate that is too large",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Norms_are_recorded_per_parameter()
    {
        var norms = new GradientNorms();
        var fives = new Tensor(7);
        fives.AsSpan().Fill(5);
        Assert.Empty(norms.Record(0, new Dictionary<string, Tensor> { ["a"] = new([3, 4], 2), ["b"] = fives }));
        Assert.Equal(5, norms.Latest["a"]);
        Assert.Equal(Math.Sqrt(7 * 25), norms.Latest["b"], tolerance: 1e-12);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_stops_the_run_with_its_name()
    {
        var gradients = new Dictionary<string, Tensor> { ["layer1"] = new(2), ["layer2"] = new([1, float.NaN], 2) };
        var error = Assert.Throws<NonFiniteException>(() => new GradientNorms().Record(17, gradients));
        Assert.Equal(("layer2", 17), (error.Name, error.Step));
        Assert.StartsWith("Step 17, 'layer2': 1 of 2 values of the gradient [2] are not finite (the first: NaN at 1).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_the_run()
    {
        NonFiniteException.Check(1, step: 3);
        var error = Assert.Throws<NonFiniteException>(() => NonFiniteException.Check(double.NaN, step: 3));
        Assert.StartsWith("Step 3: the loss is NaN, expected a finite number.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_not_finite_stops_the_run()
    {
        NonFiniteException.Check("the output", "optical3", new([1], 1), step: 3);
        NonFiniteException.Check("the output", "optical3", new(0, 5), step: 3);
        var error = Assert.Throws<NonFiniteException>(() => NonFiniteException.Check("the output", "optical3", new([float.NegativeInfinity], 1), step: 3));
        Assert.StartsWith("Step 3, 'optical3': 1 of 1 values of the output [1] are not finite", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vanishing_gradient_is_reported_once_when_it_lasts()
    {
        var norms = new GradientNorms();
        var gradients = new Dictionary<string, Tensor> { ["first"] = new([1e-9f, 0], 2), ["last"] = new([1], 1) };
        var reports = Enumerable.Range(0, 40).SelectMany(step => norms.Record(step, gradients)).ToArray();

        var warning = Assert.Single(reports);
        Assert.Equal((GradientProblem.Vanishing, "first", GradientNorms.Patience - 1), (warning.Problem, warning.Name, warning.Step));
        Assert.Equal("Step 9: the gradient of 'first' vanishes: 7.07E-10 per element, where the largest of the network is 1.", warning.ToString());
    }

    [Fact]
    public void An_exploding_gradient_is_reported()
    {
        var norms = new GradientNorms();
        for (var step = 0; step < 20; step++)
            Assert.Empty(norms.Record(step, new Dictionary<string, Tensor> { ["w"] = new([step % 2 == 0 ? 1 : 30], 1) }));
        var warning = Assert.Single(norms.Record(20, new Dictionary<string, Tensor> { ["w"] = new([1e5f], 1) }));
        Assert.Equal(GradientProblem.Exploding, warning.Problem);
        Assert.StartsWith("Step 20: the gradient of 'w' explodes: 1E+05 per element, where it was about", warning.ToString(), StringComparison.Ordinal);
    }
}

using Pat.Core.Tensors;
using Pat.Core.Training.Optimisers;

namespace Pat.Core.Tests.Training;

[Trait("Category", "Law")]
public sealed class OptimiserTests
{
    // Parameter 1, gradients 1/2, -1, 2. The parameter after each step is worked out by hand in the comments, to ten places;
    // float32 near 1 has steps of 1.2e-7, and a handful of roundings stay below 5e-7.
    private static readonly float[] Gradients = [0.5f, -1, 2];

    public static TheoryData<string, double> Table => new()
    {
        { nameof(Sgd), 0.1 },
        { nameof(Momentum), 0.02 },
        { nameof(Nesterov), 0.02 },
        { nameof(Adagrad), 0.5 },
        { nameof(Adadelta), 1 },
        { nameof(RmsProp), 0.01 },
        { nameof(Adam), 0.02 },
        { nameof(AdamW), 0.02 },
    };

    [Fact]
    public void Sgd_follows_its_formula() =>
        // 1 - 0.1/2 = 0.95; + 0.1 = 1.05; - 0.2 = 0.85
        AssertSteps(new Sgd(), 0.1, 0.95, 1.05, 0.85);

    [Fact]
    public void Momentum_follows_its_formula() =>
        // v: 0.5; 0.45 - 1 = -0.55; -0.495 + 2 = 1.505
        // p: 1 - 0.05 = 0.95; + 0.055 = 1.005; - 0.1505 = 0.8545
        AssertSteps(new Momentum(0.9), 0.1, 0.95, 1.005, 0.8545);

    [Fact]
    public void Nesterov_follows_its_formula() =>
        // v as above; g + 0.9 v: 0.5 + 0.45 = 0.95; -1 - 0.495 = -1.495; 2 + 1.3545 = 3.3545
        // p: 1 - 0.095 = 0.905; + 0.1495 = 1.0545; - 0.33545 = 0.71905
        AssertSteps(new Nesterov(0.9), 0.1, 0.905, 1.0545, 0.71905);

    [Fact]
    public void Adagrad_follows_its_formula() =>
        // s: 1/4; 5/4; 21/4, roots 0.5; 1.1180339887; 2.2912878475
        // g/(root + 0.5): 0.5; -1/1.6180339887 = -0.6180339887; 2/2.7912878475 = 0.7165151390
        AssertSteps(new Adagrad(0.5), 0.1, 0.95, 1.0118033989, 0.9401518850);

    [Fact]
    public void RmsProp_follows_its_formula() =>
        // s: 1/16; 3/64 + 1/4 = 19/64; 57/256 + 1 = 313/256, roots 0.25; 0.5448623679; 1.1057378758
        // g/(root + 0.25): 1; -1/0.7948623679 = -1.2580794367; 2/1.3557378758 = 1.4752114221
        AssertSteps(new RmsProp(0.75, 0.25), 0.1, 0.9, 1.0258079437, 0.8782868014);

    [Fact]
    public void Adadelta_follows_its_formula() =>
        // s as in RMSProp; + 0.01 and root: 0.2692582404; 0.5539629952; 1.1102505348
        // delta 1: 0.1/0.2692582404 * 0.5 = 0.1856953382; u = 0.25 * 0.0344827586 = 0.0086206897
        // delta 2: -sqrt(0.0186206897)/0.5539629952 = -0.2463298976; u = 0.0064655172 + 0.25 * 0.0606784185 = 0.0216351218
        // delta 3: sqrt(0.0316351218)/1.1102505348 * 2 = 0.3204009244
        AssertSteps(new Adadelta(0.75, 0.01), 0.5, 0.9071523309, 1.0303172797, 0.8701168175);

    // m: 1/4; 1/8 - 1/2 = -3/8; -3/16 + 1 = 13/16. Divided by 1/2, 3/4, 7/8: 1/2; -1/2; 13/14
    // v: 1/16; 19/64; 313/256. Divided by 1/4, 7/16, 37/64: 1/4; 19/28; 313/148, roots 0.5; 0.8237544710; 1.4542574961
    // 0.1 m/(root + 0.5): 0.05; -0.05/1.3237544710 = -0.0377713550; 0.0928571429/1.9542574961 = 0.0475153060
    [Fact]
    public void Adam_follows_its_formula() =>
        AssertSteps(new Adam(0.5, 0.75, 0.5), 0.1, 0.95, 0.9877713550, 0.9402560490);

    [Fact]
    public void AdamW_decays_the_parameter_and_not_the_gradient() =>
        // Adam's steps after multiplying by 1 - 0.1 * 0.5 = 0.95: 0.95 - 0.05; 0.855 + 0.0377713550; 0.8481327873 - 0.0475153060
        AssertSteps(new AdamW(0.5, 0.75, 0.5, weightDecay: 0.5), 0.1, 0.9, 0.8927713550, 0.8006174812);

    [Fact]
    public void Defaults_are_those_of_PyTorch()
    {
        // One step from 1 with gradient 0.5 and a large rate, so that the defaults show:
        AssertSteps(new Momentum(), 1, 0.5, 1.05);                   // v = 0.45 - 1
        AssertSteps(new Nesterov(), 0.1, 0.905, 1.0545);
        AssertSteps(new Adagrad(), 0.1, 0.9);                        // g/sqrt(g²)
        AssertSteps(new RmsProp(), 0.01, 0.9);                       // 0.01 * 0.5/sqrt(0.01 * 0.25)
        AssertSteps(new Adadelta(), 1, 0.9968377856);                // 0.001/sqrt(0.025001) * 0.5 = 0.0031622144
        AssertSteps(new Adam(), 0.1, 0.9, 0.9366103542);             // m = -0.055/0.19, v = 0.00124975/0.001999: 0.1 * 0.2894736842/0.7906880508
        AssertSteps(new AdamW(), 0.1, 0.899);                        // 1 - 0.1 * 0.01 - 0.1
    }

    [Fact]
    public void The_table_is_complete()
    {
        var classes = typeof(IOptimiser).Assembly.GetTypes()
            .Where(type => type.IsClass && typeof(IOptimiser).IsAssignableFrom(type)).Select(type => type.Name).Order(StringComparer.Ordinal);
        Assert.Equal(classes, Table.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Table))]
    public void Minimises_a_quadratic_and_keeps_shapes(string optimiser, double rate)
    {
        // Half of sum c (p - t)² with curvatures c from 0.5 to 2, from p = 0, t between -1 and 1; 37 elements fill no vector evenly.
        var sut = Create(optimiser);
        var parameters = new Dictionary<string, Tensor> { ["a"] = new(4, 9), ["b"] = new(1) };
        double LossAndGradients(Dictionary<string, Tensor> gradients)
        {
            var loss = 0.0;
            foreach (var (name, p) in parameters)
            {
                var g = new Tensor(p.Shape);
                for (var i = 0; i < p.Length; i++)
                {
                    var (curvature, distance) = (0.5f + i % 4 * 0.5f, p.Values[i] - MathF.Cos(i));
                    g.AsSpan()[i] = curvature * distance;
                    loss += 0.5 * curvature * distance * distance;
                }
                gradients[name] = g;
            }
            return loss;
        }

        var gradients = new Dictionary<string, Tensor>();
        var before = LossAndGradients(gradients);
        for (var step = 0; step < 300; step++)
        {
            sut.Step(parameters, gradients, rate);
            LossAndGradients(gradients);
        }

        Assert.True(LossAndGradients(gradients) < 0.05 * before, $"{optimiser}: {before} -> {LossAndGradients(gradients)}");
        Assert.Equal("[4, 9]", parameters["a"].ShapeText);
        Assert.Equal("[1]", parameters["b"].ShapeText);
    }

    [Theory, MemberData(nameof(Table))]
    public void An_element_does_not_see_its_place(string optimiser, double rate)
    {
        for (var length = 1; length <= 49; length += 4)
        {
            var (alone, among) = (Create(optimiser), Create(optimiser));
            var one = new Dictionary<string, Tensor> { ["p"] = new([0.7f], 1) };
            var many = new Dictionary<string, Tensor> { ["p"] = new(length) };
            many["p"].AsSpan()[^1] = 0.7f;
            for (var step = 1; step <= 3; step++)
            {
                var g = new Tensor(length);
                for (var i = 0; i < length; i++)
                    g.AsSpan()[i] = MathF.Sin(length - i + step);
                alone.Step(one, new Dictionary<string, Tensor> { ["p"] = new(g.Values[^1..], 1) }, rate);
                among.Step(many, new Dictionary<string, Tensor> { ["p"] = g }, rate);
            }
            Assert.Equal(one["p"].Values[0], many["p"].Values[^1]);
        }
    }

    [Theory, MemberData(nameof(Table))]
    public void Resumes_from_its_state_with_the_same_bits(string optimiser, double rate)
    {
        var (first, second) = (Create(optimiser), Create(optimiser));
        var parameters = new Dictionary<string, Tensor> { ["p/weight"] = new([1, -2, 3], 3) };
        var gradients = new Dictionary<string, Tensor> { ["p/weight"] = new([0.3f, 0.1f, -2], 3) };
        first.Step(parameters, gradients, rate);
        first.Step(parameters, gradients, rate);
        var copies = new Dictionary<string, Tensor> { ["p/weight"] = parameters["p/weight"].Clone() };
        second.Restore(first.State);

        first.Step(parameters, gradients, rate);
        second.Step(copies, gradients, rate);

        Assert.Equal(parameters["p/weight"].Values, copies["p/weight"].Values);
        Assert.Equal(first.State.Keys, second.State.Keys);
    }

    [Theory, MemberData(nameof(Table))]
    public void Leaves_parameters_without_gradient_alone(string optimiser, double rate)
    {
        var parameters = new Dictionary<string, Tensor> { ["frozen"] = new([1], 1), ["free"] = new([1], 1) };
        Create(optimiser).Step(parameters, new Dictionary<string, Tensor> { ["free"] = new([1], 1) }, rate);
        Assert.Equal(1, parameters["frozen"].Values[0]);
        Assert.NotEqual(1, parameters["free"].Values[0]);
    }

    [Theory, MemberData(nameof(Table))]
    public void Refuses_what_does_not_fit_before_anything_changes(string optimiser, double rate)
    {
        var sut = Create(optimiser);
        var parameters = new Dictionary<string, Tensor> { ["a"] = new([1], 1), ["b"] = new([1], 1) };
        var good = new Tensor([1f], 1);

        var shape = Assert.Throws<ShapeException>(() =>
            sut.Step(parameters, new Dictionary<string, Tensor> { ["a"] = good, ["b"] = new(2) }, rate));
        Assert.EndsWith("gradient of 'b': expected shape [1], got [2].", shape.Message, StringComparison.Ordinal);
        var stranger = Assert.Throws<ArgumentException>(() =>
            sut.Step(parameters, new Dictionary<string, Tensor> { ["a"] = good, ["c"] = good }, rate));
        Assert.Contains("expected gradients of a, b; got one of 'c'", stranger.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => sut.Step(parameters, parameters, double.NaN));
        Assert.Throws<ArgumentException>(() => sut.Restore(new Dictionary<string, Tensor> { ["other/a"] = good }));

        Assert.Equal(1, parameters["a"].Values[0]);
        Assert.Empty(sut.State);
    }

    [Fact]
    public void Refuses_an_incomplete_state()
    {
        var error = Assert.Throws<ArgumentException>(() => new Adam().Restore(new Dictionary<string, Tensor> { ["m/w"] = new(1), ["v/w"] = new(1) }));
        Assert.Equal("Adam state: expected 'steps/w', got nothing of that name.", error.Message);
    }

    [Theory, MemberData(nameof(Table))]
    public void Refuses_a_state_of_other_shapes_before_anything_changes(string optimiser, double rate)
    {
        var (small, sut) = (Create(optimiser), Create(optimiser));
        small.Step(
            new Dictionary<string, Tensor> { ["p"] = new(1) }, new Dictionary<string, Tensor> { ["p"] = new([1], 1) }, rate);
        sut.Restore(small.State);
        var parameters = new Dictionary<string, Tensor> { ["o"] = new(5), ["p"] = new(5) };
        var gradients = new Dictionary<string, Tensor> { ["o"] = new([1, 1, 1, 1, 1], 5), ["p"] = new(5) };
        if (sut.State.Count == 0)
            return;

        var error = Assert.Throws<ShapeException>(() => sut.Step(parameters, gradients, rate));
        Assert.Contains("/p' (from another network?): expected shape [5], got [1].", error.Message, StringComparison.Ordinal);
        Assert.Equal(new float[5], parameters["o"].Values);
    }

    [Fact]
    public void Refuses_moments_that_do_not_belong_together()
    {
        Dictionary<string, Tensor> State(int m, int v, int steps) => new() { ["m/w"] = new(m), ["v/w"] = new(v), ["steps/w"] = new(steps) };

        var second = Assert.Throws<ShapeException>(() => new Adam().Restore(State(5, 1, 1)));
        Assert.Equal("Adam state 'v/w' (from another network?): expected shape [5], got [1].", second.Message);
        var steps = Assert.Throws<ShapeException>(() => new Adam().Restore(State(5, 5, 0)));
        Assert.Equal("Adam state 'steps/w' (from another network?): expected shape [1], got [0].", steps.Message);
    }

    [Fact]
    public void Refuses_hyperparameters_out_of_range()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta2: 1));
        Assert.Equal("Adam β₂: expected at least 0 and below 1, got 1.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Momentum(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RmsProp(epsilon: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(weightDecay: -1));
    }

    private static IOptimiser Create(string name) => name switch
    {
        nameof(Sgd) => new Sgd(),
        nameof(Momentum) => new Momentum(),
        nameof(Nesterov) => new Nesterov(),
        nameof(Adagrad) => new Adagrad(),
        nameof(Adadelta) => new Adadelta(epsilon: 1e-3), // with the default it starts too slowly for a short test
        nameof(RmsProp) => new RmsProp(),
        nameof(Adam) => new Adam(),
        nameof(AdamW) => new AdamW(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private static void AssertSteps(IOptimiser optimiser, double rate, params double[] expected)
    {
        var parameters = new Dictionary<string, Tensor> { ["p"] = new([1], 1) };
        for (var step = 0; step < expected.Length; step++)
        {
            optimiser.Step(parameters, new Dictionary<string, Tensor> { ["p"] = new([Gradients[step]], 1) }, rate);
            Assert.Equal(expected[step], parameters["p"].Values[0], tolerance: 5e-7);
        }
    }
}

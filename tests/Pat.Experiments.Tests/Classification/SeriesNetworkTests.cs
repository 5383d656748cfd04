using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Classification;
using Pat.Experiments.Data;
using Pat.Experiments.Images;

namespace Pat.Experiments.Tests.Classification;

public sealed class SeriesNetworkTests
{
    private const int Features = 8, Samples = 48, FirstRead = 5, Window = (Samples - FirstRead) / 10;

    private static readonly SeriesNetwork network = new()
    {
        Classes = 10,
        Layers = 3,
        Samples = Samples,
        StartScale = 0.8f,
        StartOffset = 0.5f,
        StartSkip = 0.5f,
        FirstRead = FirstRead,
        Pool = squares => squares * 3,
    };

    private static readonly Echo echo = new(Samples);

    [Fact]
    public void Logits_and_penalty_are_those_of_the_chain_by_hand()
    {
        var parameters = network.Build(Features).Start(Noise.FromSeed(2));
        Noise.FromSeed(3).Uniforms(0, parameters["read-out/scale"].AsSpan());
        Noise.FromSeed(4).Uniforms(0, parameters["read-out/offset"].AsSpan());
        parameters["chain/skip 2"].AsSpan()[0] = 0.3f;
        var x = new Tensor(2, Features);
        Noise.FromSeed(5).Uniforms(0, x);

        var logits = network.Build(Features).Forward(parameters, x, PhysicalSteps.Modelled(echo.Twin, echo.Laboratory))[^1].Value;
        var beyond = 0.0;
        for (var row = 0; row < x.Rows; row++)
        {
            var (expected, cutOff) = ByHand(parameters, x.Row(row));
            beyond += cutOff / x.Rows;
            for (var k = 0; k < 10; k++)
                Assert.Equal(expected[k], logits.Row(row)[k], 1e-5 * Math.Max(1, Math.Abs(expected[k])));
        }
        Assert.True(beyond > 1e-3); // the clamp acts

        using var scope = new TensorScope();
        var nothingButPenalty = new Objective((y, _) => Op.Sum(y) * 0, PenaltyWeight: network.Layers);
        var loss = new InSilico(echo.Twin).Estimate(network.Build(Features), nothingButPenalty, parameters, new(x, [0, 1]), echo.Laboratory).Loss;
        Assert.Equal(beyond, loss, 1e-5);
    }

    [Theory]
    [InlineData("plate", 4, 784, 0, 196)]
    [InlineData("circuit", 5, 784, 4, 0)]
    public void The_networks_have_the_parameters_and_the_windows_of_the_study(string name, int layers, int samples, int skips, int firstRead)
    {
        var system = ImageSystems.Named(name);
        var start = system.Build(196).Start(Noise.FromSeed(1));
        Assert.Equal(layers * 2 * samples + skips, start.Where(p => system.IsPhysical(p.Key)).Sum(p => p.Value.Length));
        Assert.Equal(20, start.Where(p => !system.IsPhysical(p.Key)).Sum(p => p.Value.Length));

        // A sample moves the logit of its window, and none where nothing is read.
        var step = 0;
        Tensor Logits(int sample)
        {
            step = 0;
            return system.Build(196).Forward(start, new Tensor(1, 196), (x, _, _) =>
            {
                var y = new Tensor(1, samples);
                if (++step == layers && sample >= 0)
                    y.AsSpan()[sample] = 1;
                return x.Tape.Constant(y);
            })[^1].Value;
        }

        var (none, window) = (Logits(-1).Values.ToArray(), (samples - firstRead) / 10);
        Assert.Equal(layers, step);
        foreach (var (sample, moved) in new[] { (firstRead - 1, -1), (firstRead, 0), (firstRead + window - 1, 0), (firstRead + window, 1), (firstRead + 10 * window - 1, 9), (firstRead + 10 * window, -1) })
        {
            if (sample >= 0)
                Assert.Equal(moved < 0 ? [] : [moved], Enumerable.Range(0, 10).Where(k => Logits(sample).Values[k] != none[k]));
        }
    }

    // A plate or a circuit has no parameters of its own: scales and offsets are digital, and a rival without physics may train them.
    [Theory]
    [InlineData("plate")]
    [InlineData("circuit")]
    public void Without_physics_the_scales_and_offsets_of_the_drives_are_trained(string name)
    {
        var system = ImageSystems.Named(name);
        var data = ImageRows.Of(system, DrawnDigits.Draw(1, train: 20, validation: 1, test: 10));
        var start = system.Build(196).Start(Noise.FromSeed(1).Split("initialisation"));
        var identity = DigitalRivals.Run(new("identity", 1, null), system, data, RunNoise.FromSeed(1), new(1), TestContext.Current.CancellationToken);
        Assert.All(start, pair => Assert.False(pair.Value.Values.SequenceEqual(identity.Parameters[pair.Key].Values), pair.Key));
    }

    [Fact]
    public void Images_of_a_size_that_does_not_divide_the_samples_are_refused() =>
        Assert.Equal("Series network: expected examples of a size that divides 48 samples, got 7 values.", Assert.Throws<ShapeException>(() => network.Build(7)).Message);

    private static (double[] Logits, double CutOff) ByHand(SortedDictionary<string, Tensor> parameters, ReadOnlySpan<float> image)
    {
        var (x, drive, cutOff) = (new double[Samples], new double[Samples], 0.0);
        for (var i = 0; i < Samples; i++)
            x[i] = image[i % Features];
        for (var layer = 1; layer <= network.Layers; layer++)
        {
            var before = drive;
            drive = new double[Samples];
            for (var i = 0; i < Samples; i++)
            {
                var wanted = parameters[$"chain/scale {layer}"].Values[i] * x[i] + parameters[$"chain/offset {layer}"].Values[i];
                if (layer > 1)
                    wanted += parameters[$"chain/skip {layer}"].Values[0] * before[Samples - 1 - i];
                drive[i] = Math.Clamp(wanted, -1, 1);
                cutOff += (wanted - drive[i]) * (wanted - drive[i]) / Samples;
            }
            for (var i = 0; i < Samples; i++)
                x[i] = drive[i] + (i > 0 ? drive[i - 1] / 2 : 0);
            if (layer < network.Layers)
                Array.Reverse(x);
        }
        var logits = new double[10];
        for (var k = 0; k < 10; k++)
        {
            var mean = x.Skip(FirstRead + k * Window).Take(Window).Average(y => y * y);
            logits[k] = 5 * (parameters["read-out/scale"].Values[k] * 3 * mean + parameters["read-out/offset"].Values[k]);
        }
        return (logits, cutOff);
    }
}

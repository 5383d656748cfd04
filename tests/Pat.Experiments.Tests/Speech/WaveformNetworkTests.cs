using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Classification;
using Pat.Experiments.Speech;
using Pat.Experiments.Tests.Classification;

namespace Pat.Experiments.Tests.Speech;

public sealed class WaveformNetworkTests
{
    private const int Samples = 64, Windows = 4, Length = Samples / Windows;

    private static readonly WaveformNetwork network = new() { Classes = 3, Samples = Samples, Carriers = 3, StartAmplitude = 0.9f, HighestCarrier = 2000, TonesPerCarrier = 2, Windows = Windows };

    // 700 (10^(m/2595) - 1) Hz for m = 0, 1, 2, 3 and 4 quarters of 2595 log10(1 + 2000/700) = 1521.4 mel.
    private static readonly double[] frequencies = [0, 280.990, 674.773, 1226.626, 2000];

    private static readonly Echo echo = new(Samples);

    [Fact]
    public void Logits_and_penalty_are_those_of_the_network_by_hand()
    {
        var parameters = Start(out var x);
        var logits = network.Build(Samples).Forward(parameters, x, PhysicalSteps.Modelled(echo.Twin, echo.Laboratory))[^1].Value;
        var beyond = 0.0;
        for (var row = 0; row < x.Rows; row++)
        {
            var (expected, cutOff) = ByHand(parameters, x.Row(row));
            beyond += cutOff / x.Rows;
            for (var k = 0; k < 3; k++)
                Assert.Equal(expected[k], logits.Row(row)[k], 1e-4);
        }
        Assert.True(beyond > 1e-3); // the clamp acts

        using var scope = new TensorScope();
        var nothingButPenalty = new Objective((y, _) => Op.Sum(y) * 0, PenaltyWeight: 1);
        Assert.Equal(beyond, new InSilico(echo.Twin).Estimate(network.Build(Samples), nothingButPenalty, parameters, new(x, [0, 1]), echo.Laboratory).Loss, 1e-5);
    }

    [Fact]
    public void Carriers_start_as_tones_evenly_on_the_mel_scale_from_0_to_the_highest()
    {
        var start = network.Build(Samples).Start(Noise.FromSeed(1));
        for (var view = 0; view < 3; view++)
            Assert.Equal([.. Enumerable.Range(0, 10).Select(i => i == 4 * view ? 9f : 0f)], start[$"views/carrier {view + 1}"].Values.ToArray()); // amplitude 0.9, in tenths
    }

    [Fact]
    public void Another_number_of_samples_is_refused() =>
        Assert.Equal("Waveform network: expected 64 samples, got 63.", Assert.Throws<ShapeException>(() => network.Build(63)).Message);

    [Theory]
    [InlineData("plate")]
    [InlineData("circuit")]
    public void A_tone_at_the_resonance_of_the_device_rings(string name)
    {
        var system = SpeechSystems.Named(name).With(FrontEnds.Named("waveform"), 10);
        var features = FrontEnds.Named("waveform").Steps;
        var twin = system.Bench.Twin();
        using var scope = new TensorScope();
        var drive = new Tensor(2, features);
        // The lowest mode of the plate is at 355 Hz; the circuit is played 125 times too fast: 53 kHz stand for 424 Hz.
        var resonance = name == "plate" ? 355.0 : 424.0;
        for (var t = 0; t < features; t++)
        {
            drive.Row(0)[t] = (float)(0.1 * Math.Cos(2 * Math.PI * resonance * t / 8000));
            drive.Row(1)[t] = (float)(0.1 * Math.Cos(2 * Math.PI * 1.5 * resonance * t / 8000));
        }
        var y = twin.Run(drive, new Tensor(0), default);
        double Energy(int row) => y.Row(row)[(features / 2)..].ToArray().Sum(value => (double)value * value);
        Assert.True(Energy(0) > 10 * Energy(1), $"{Energy(0)} and {Energy(1)}");
    }

    [Fact]
    public void Multiply_adds_are_counted()
    {
        // 3 carriers: products 3 * 64, squares 3 * 64, logits 3 * 4 * 3.
        Assert.Equal(6 * 64 + 36, network.DigitalMultiplyAdds);
    }

    private static SortedDictionary<string, Tensor> Start(out Tensor x)
    {
        var parameters = network.Build(Samples).Start(Noise.FromSeed(2));
        foreach (var (i, parameter) in parameters.Keys.Where(key => !key.EndsWith("weight", StringComparison.Ordinal)).Index())
            Noise.FromSeed(10 + i).Normals(0, parameters[parameter].AsSpan());
        x = new Tensor(2, Samples);
        Noise.FromSeed(5).Normals(0, x);
        foreach (ref var value in x.AsSpan())
            value *= 4; // so that drives are cut off
        return parameters;
    }

    private static (double[] Logits, double Beyond) ByHand(SortedDictionary<string, Tensor> parameters, ReadOnlySpan<float> row)
    {
        double[] features = new double[3 * Windows];
        var beyond = 0.0;
        for (var view = 1; view <= 3; view++)
        {
            var coefficients = parameters[$"views/carrier {view}"];
            double[] wanted = [.. row.ToArray().Select((value, t) => value * frequencies.Index().Sum(tone =>
            {
                var phase = 2 * Math.PI * tone.Item * t / 8000;
                return coefficients.Values[2 * tone.Index] * Math.Cos(phase) + coefficients.Values[2 * tone.Index + 1] * Math.Sin(phase);
            }) / 10 + 0.003)];
            double[] drive = [.. wanted.Select(value => Math.Clamp(value, -1, 1))];
            beyond += wanted.Zip(drive, (a, b) => (a - b) * (a - b)).Average() / 3;
            double[] x = [.. drive.Select((value, t) => value + (t == 0 ? 0 : 0.5 * drive[t - 1]))];
            for (var window = 0; window < Windows; window++)
            {
                var energy = x.Skip(window * Length).Take(Length).Sum(value => value * value) / Length;
                features[(view - 1) * Windows + window] = Math.Log(energy + 2e-4) + 5;
            }
        }
        var (weight, bias) = (parameters["read-out/weight"], parameters["read-out/bias"]);
        return ([.. Enumerable.Range(0, 3).Select(k => bias.Values[k] + features.Select((value, i) => value * weight.Row(k)[i]).Sum())], beyond);
    }
}

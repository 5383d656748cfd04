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

    private static readonly WaveformNetwork network = new() { Classes = 3, Samples = Samples, Carriers = 3, Depth = 2, StartAmplitude = 0.9f, HighestCarrier = 2000, Windows = Windows };

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
    public void Carriers_start_evenly_on_the_mel_scale_from_0_to_the_highest()
    {
        var start = network.Build(Samples).Start(Noise.FromSeed(1));
        Assert.All(start["views/scale 1.1"].Values.ToArray(), value => Assert.Equal(9, value, 1e-5f)); // amplitude 0.9, in tenths
        for (var t = 0; t < Samples; t++)
            Assert.Equal(9 * Math.Cos(2 * Math.PI * 2000 * t / 8000), start["views/scale 3.1"].Values[t], 1e-4);
        // The mean of 0 and 1521.4 mel is 760.7 mel, 700 (10^(760.7/2595) - 1) = 674.8 Hz.
        for (var t = 0; t < Samples; t++)
            Assert.Equal(9 * Math.Cos(2 * Math.PI * 674.8 * t / 8000), start["views/scale 2.1"].Values[t], 0.02);
        Assert.All(start["views/scale 2.2"].Values.ToArray(), value => Assert.Equal(10, value, 1e-5f));
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
        // 3 carriers, 2 passes: scales 6 * 64, squares 3 * 64, logits 3 * 4 * 3.
        Assert.Equal(6 * 64 + 3 * 64 + 36, network.DigitalMultiplyAdds);
        Assert.Equal(6, network.Runs);
    }

    private static SortedDictionary<string, Tensor> Start(out Tensor x)
    {
        var parameters = network.Build(Samples).Start(Noise.FromSeed(2));
        foreach (var (i, parameter) in parameters.Keys.Where(key => key.Contains("offset", StringComparison.Ordinal) || key.EndsWith("bias", StringComparison.Ordinal)).Index())
            Noise.FromSeed(10 + i).Normals(0, parameters[parameter].AsSpan());
        x = new Tensor(2, Samples);
        Noise.FromSeed(5).Normals(0, x);
        return parameters;
    }

    private static (double[] Logits, double Beyond) ByHand(SortedDictionary<string, Tensor> parameters, ReadOnlySpan<float> row)
    {
        double[] features = new double[3 * Windows];
        var beyond = 0.0;
        for (var view = 1; view <= 3; view++)
        {
            double[] x = [.. row.ToArray().Select(value => (double)value)];
            for (var pass = 1; pass <= 2; pass++)
            {
                var (scale, offset) = (parameters[$"views/scale {view}.{pass}"], parameters[$"views/offset {view}.{pass}"]);
                double[] wanted = [.. x.Select((value, t) => (value * scale.Values[t] + offset.Values[t]) / 10)];
                double[] drive = [.. wanted.Select(value => Math.Clamp(value, -1, 1))];
                beyond += wanted.Zip(drive, (a, b) => (a - b) * (a - b)).Average() / 6;
                x = [.. drive.Select((value, t) => value + (t == 0 ? 0 : 0.5 * drive[t - 1]))];
            }
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

using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Experiments.Data;
using Pat.Experiments.Vowels;

namespace Pat.Experiments.Tests.Vowels;

/// <summary>What enters a layer on the device, after scale and offset and before the clamp, is as it was on the twin.</summary>
public sealed class RestandardiseTests(ITestOutputHelper output)
{
    [Fact]
    public void What_enters_each_layer_on_the_device_has_the_mean_and_deviation_of_the_twin()
    {
        var setup = new VowelSetup(new VowelOptions(), SyntheticVowels.Draw(1), seed: 1, deviceSeed: 1);
        var (network, parameters, x) = (setup.Network, setup.Parameters, setup.Data.Train.X);
        // Without noise, so that the device gives the same values when it is looked at again.
        var (twin, device) = (PhysicalSteps.Modelled(setup.Twin, setup.Laboratory), PhysicalSteps.Measured(setup.QuietLaboratory(), Purpose.Calibrate));
        VowelNetwork.Calibrate(network, parameters, x, twin);
        // Offsets that differ from input to input, as training leaves them.
        foreach (var (name, values) in parameters)
        {
            for (var i = 0; name.EndsWith("/offset", StringComparison.Ordinal) && i < values.Length; i++)
                values.AsSpan()[i] += 0.02f * (i % 7 - 3);
        }

        var wanted = Moments(network, parameters, x, twin);
        var before = Moments(network, parameters, x, device);
        VowelNetwork.Restandardise(network, parameters, x, twin, device);
        var after = Moments(network, parameters, x, device);

        Assert.Equal(["layer 2", "layer 3", "layer 4", "layer 5", "read-out"], wanted.Keys);
        foreach (var layer in wanted.Keys)
        {
            var (gap, left) = (Distance(before[layer], wanted[layer]), Distance(after[layer], wanted[layer]));
            output.WriteLine($"{layer}: {gap:G3} before, {left:G3} after");
            Assert.True(gap > 0.05, $"{layer}: device and twin differ by {gap:G3} only.");
            // Rounding of scale and offset to single precision: measured below 1e-6.
            Assert.True(left < 1e-5, $"{layer}: {left:G3} after restandardising.");
        }
    }

    private static SortedDictionary<string, double[]> Moments(
        Network network, SortedDictionary<string, Tensor> parameters, Tensor x, PhysicalStep step)
    {
        var moments = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        network.Forward(parameters, x, step, (layer, input) =>
        {
            if (layer is "encode" or "layer 1")
                return;
            var scale = parameters[$"{layer}/scale"].Values;
            var offset = parameters[$"{layer}/offset"].Values;
            var (size, group) = (scale.Length, input.RowLength / scale.Length); // the read-out takes the mean of each group of outputs
            var all = new double[2 * size];
            for (var i = 0; i < size; i++)
            {
                var entering = new double[input.Rows];
                for (var row = 0; row < entering.Length; row++)
                {
                    for (var j = i * group; j < (i + 1) * group; j++)
                        entering[row] += input.Row(row)[j] / (double)group;
                    entering[row] = scale[i] * entering[row] + offset[i];
                }
                var mean = all[i] = entering.Average();
                all[size + i] = Math.Sqrt(entering.Sum(value => (value - mean) * (value - mean)) / (entering.Length - 1));
            }
            moments[layer] = all;
        });
        return moments;
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (p, q) => Math.Abs(p - q)).Max();
}

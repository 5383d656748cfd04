using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Experiments.Data;
using Pat.Experiments.Vowels;

namespace Pat.Experiments.Tests.Vowels;

/// <summary>
/// The gradient of the device with all its imperfections, against differences of what it measures. The device has 256 levels, so a
/// difference of two settings is a staircase: settings are moved by a random part of a level for each run (the same on both sides), over
/// which the mean of the staircase is a straight line. What is compared is the mean over runs, in units of its standard error.
/// </summary>
public sealed class DeviceGradientTests(ITestOutputHelper output)
{
    private const int Directions = 24, Programmings = 64, RunsEach = 8;
    private const float Step = 2f / 255, Edge = 4f / 255;

    [Fact]
    public void The_gradient_of_the_device_is_the_slope_of_its_mean_at_trained_parameters()
    {
        var setup = new VowelSetup(new VowelOptions(), SyntheticVowels.Draw(1), seed: 1, deviceSeed: 1);
        Trainer.Train(
            setup.Network, VowelRecipe.Objective, setup.Parameters, setup.Data.Train, new PhysicsAwareTraining(setup.Twin), setup.Laboratory,
            VowelRecipe.Plan(20, 0.01), setup.Noise.Root, cancellation: TestContext.Current.CancellationToken);
        var (x, theta) = (InputOfLayer3(setup), Clamped(setup.Parameters["layer 3/program"]));

        var (sumOfSquares, errors, slopes) = (0.0, 0.0, 0.0);
        for (var d = 0; d < Directions; d++)
        {
            var (slope, difference, error) = Compare(setup.Device, x, theta, Noise.FromSeed(1000 + d));
            var z = difference / error;
            output.WriteLine($"direction {d}: slope {slope:F4}, difference {difference:F4}, standard error {error:F4}");
            Assert.True(Math.Abs(z) < 4.5, $"Direction {d}: slope {slope:F4}, difference {difference:F4} is {z:F2} standard errors.");
            (sumOfSquares, errors, slopes) = (sumOfSquares + z * z, errors + error * error, slopes + slope * slope);
        }
        // A comparison that could not see an error of a few per cent would say nothing.
        Assert.True(Math.Sqrt(errors / slopes) < 0.03, $"The standard error is {Math.Sqrt(errors / slopes):P1} of the slopes.");
        // Chi-square with 24 degrees of freedom exceeds 55 once in 3,000 times.
        Assert.True(sumOfSquares < 55, $"Sum of squared deviations over {Directions} directions: {sumOfSquares:F1}.");
    }

    // Mean slope by the rule, mean of (central difference - rule) over runs, and its standard error.
    private static (double Slope, double Difference, double Error) Compare(Systems.Device device, float[] x, float[] theta, Noise noise)
    {
        var (w, vx, vTheta) = (Normals(noise.Split("w"), 50), Inside(Normals(noise.Split("x"), 50), x), Inside(Normals(noise.Split("theta"), 50), theta));
        var (errors, slope) = (new double[Programmings * RunsEach], 0.0);
        for (var p = 0; p < Programmings; p++)
        {
            using var scope = new TensorScope();
            var shot = new Shot(noise.Split("trial"), noise.Split("programming"), (long)p * RunsEach, 0, 0);
            var (xs, center) = (Tensor.Create(RunsEach, 50), Dithered(theta, vTheta, noise.Split("dither theta"), p));
            for (var row = 0; row < RunsEach; row++)
                Dithered(x, vx, noise.Split("dither x"), p * RunsEach + row).AsSpan().CopyTo(xs.Row(row));

            var plus = device.Run(Moved(xs, vx, Step), Moved(new Tensor(center, 50), vTheta, Step), shot);
            var minus = device.Run(Moved(xs, vx, -Step), Moved(new Tensor(center, 50), vTheta, -Step), shot);
            for (var row = 0; row < RunsEach; row++)
            {
                // One row at a time, because the gradient with respect to theta is summed over the batch.
                var (_, pullback) = device.Linearize(new Tensor(xs.Row(row), 1, 50), new Tensor(center, 50), shot with { FirstRun = shot.FirstRun + row });
                var (dx, dTheta) = pullback(new Tensor(w, 1, 50));
                var rule = Dot(dx.Values, vx) + Dot(dTheta.Values, vTheta);
                slope += rule / errors.Length;
                errors[p * RunsEach + row] = (Dot(plus.Row(row), w) - Dot(minus.Row(row), w)) / (2 * Step) - rule;
            }
        }
        // Runs of one programming share the position of theta between its levels: the means over programmings are independent.
        var means = errors.Chunk(RunsEach).Select(chunk => chunk.Average()).ToArray();
        var mean = means.Average();
        return (slope, mean, Math.Sqrt(means.Sum(m => (m - mean) * (m - mean)) / (means.Length - 1) / means.Length));
    }

    private static float[] InputOfLayer3(VowelSetup setup)
    {
        var x = new Tensor(setup.Data.Train.X.Row(0), 1, 12);
        var z = setup.Network.Forward(setup.Parameters, x, PhysicalSteps.Measured(setup.Laboratory, Purpose.Evaluate))[2].Value;
        var scale = setup.Parameters["layer 3/scale"].Values;
        var offset = setup.Parameters["layer 3/offset"].Values;
        var input = new float[50];
        for (var i = 0; i < 50; i++)
            input[i] = Math.Clamp(scale[i] * z.Values[i] + offset[i], 0, 1);
        return input;
    }

    private static float[] Clamped(Tensor program) => Array.ConvertAll(program.Values.ToArray(), p => Math.Clamp(p, 0, 1));

    // Settings near the ends of the range stay where they are: there the slope is one-sided.
    private static float[] Inside(float[] direction, float[] at) =>
        [.. direction.Select((v, i) => at[i] < Edge || at[i] > 1 - Edge ? 0 : Math.Clamp(v, -1, 1))];

    private static float[] Dithered(float[] at, float[] direction, Noise noise, long run)
    {
        var part = new float[at.Length];
        noise.Uniforms(run, part);
        return [.. at.Select((u, i) => direction[i] == 0 ? u : u + (part[i] - 0.5f) / 255)];
    }

    private static Tensor Moved(Tensor at, float[] direction, float step)
    {
        var moved = Tensor.CreateLike(at);
        for (var i = 0; i < at.Length; i++)
            moved.AsSpan()[i] = at.Values[i] + step * direction[i % direction.Length];
        return moved;
    }

    private static float[] Normals(Noise noise, int count)
    {
        var values = new float[count];
        noise.Normals(0, values);
        return values;
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}

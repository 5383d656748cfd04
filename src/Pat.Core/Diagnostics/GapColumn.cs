using Pat.Core.Tensors;

namespace Pat.Core.Diagnostics;

/// <summary>Mean squares of one output, or sums of them.</summary>
internal readonly record struct GapParts(double Trial, double Difference, double Structural, double Signal)
{
    public static GapParts operator +(GapParts a, GapParts b) =>
        new(a.Trial + b.Trial, a.Difference + b.Difference, a.Structural + b.Structural, a.Signal + b.Signal);

    public static GapParts operator /(GapParts a, double n) => new(a.Trial / n, a.Difference / n, a.Structural / n, a.Signal / n);
}

/// <summary>One output of device and twin over all rows, see <see cref="Gap"/>.</summary>
/// <param name="rows">Number of rows.</param>
internal sealed class GapColumn(int rows)
{
    private readonly double[] twin = new double[rows];
    private readonly double[] means = new double[rows];
    private readonly double[] variances = new double[rows];
    private int repeats;

    /// <summary>Takes the values of an output: of the twin, and mean and variance of the device over the repeats.</summary>
    public void Read(Tensor modelled, IReadOnlyList<Tensor> device, int output)
    {
        repeats = device.Count;
        var t = modelled.Values;
        var outputs = modelled.RowLength;
        Array.Clear(means);
        Array.Clear(variances);
        for (var i = 0; i < rows; i++)
            twin[i] = t[i * outputs + output];
        foreach (var repeat in device)
        {
            var d = repeat.Values;
            for (var i = 0; i < rows; i++)
                means[i] += (double)d[i * outputs + output] / repeats;
        }
        foreach (var repeat in device)
        {
            var d = repeat.Values;
            for (var i = 0; i < rows; i++)
            {
                var deviation = d[i * outputs + output] - means[i];
                variances[i] += deviation * deviation / (repeats - 1);
            }
        }
    }

    /// <summary>The mean squares of this output; adds each row's mean of (d − t)² over the repeats to the totals.</summary>
    public GapParts Parts(double[] totals)
    {
        var (trial, raw) = (0.0, 0.0);
        for (var i = 0; i < rows; i++)
        {
            var difference = means[i] - twin[i];
            trial += variances[i] / rows;
            raw += difference * difference / rows;
            totals[i] += difference * difference + variances[i] * (repeats - 1) / repeats;
        }
        var (structural, signal) = LeastSquares();
        return new(trial, raw - trial / repeats, structural, signal - trial / repeats);
    }

    private (double Structural, double Signal) LeastSquares()
    {
        var (ofTwin, ofDevice) = (twin.Sum() / rows, means.Sum() / rows);
        var (tt, td, dd) = (0.0, 0.0, 0.0);
        for (var i = 0; i < rows; i++)
        {
            var (t, d) = (twin[i] - ofTwin, means[i] - ofDevice);
            tt += t * t;
            td += t * d;
            dd += d * d;
        }
        var gain = tt == 0 ? 0 : td / tt;
        var structural = 0.0;
        for (var i = 0; i < rows; i++)
        {
            var t = twin[i] - ofTwin;
            var residual = means[i] - ofDevice - gain * t;
            var leverage = 1.0 / rows + (tt == 0 ? 0 : t * t / tt);
            structural += residual * residual - (1 - leverage) * variances[i] / repeats;
        }
        return (structural / rows, dd / (rows - 1));
    }
}

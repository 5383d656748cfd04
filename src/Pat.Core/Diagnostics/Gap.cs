using Pat.Core.Tensors;

namespace Pat.Core.Diagnostics;

/// <summary>How far a twin is from its device at the same inputs, in mean squares over rows and outputs, split into three parts that add.</summary>
/// <remarks>
/// <para>Device d_rio of repeat r, row i and output o, its mean d̄_io over R repeats, twin t_io. For each output:
/// trial = mean over i of the sample variance s_i² of d_rio over r; difference of the means D = mean over i of (d̄_i − t_i)², minus trial / R;
/// structural = mean square of the residuals of the least-squares line d̄_i ≈ a t_i + b, minus mean over i of (1 − h_i) s_i² / R, which is what the noise
/// of the means adds to it (h_i = 1/N + (t_i − t̄)² / Σ (t_j − t̄)² is the leverage of row i; with equal noise everywhere it adds (N − 2)/N of trial / R);
/// fixed pattern = D − structural, which is what the best gain and offset of the twin explain. A twin whose output is the same in all rows has
/// gain 0: the best offset alone counts as fixed pattern (h_i = 1/N).</para>
/// <para>Each part is unbiased for every R of 2 or more, so one that vanishes comes out a little above or below 0. Their sum is exactly the mean of (d_rio − t_io)².
/// What changes from repeat to repeat is trial, whatever its cause; what stays during the repeats is not.</para>
/// </remarks>
/// <param name="Trial">Variance of the device at fixed input.</param>
/// <param name="FixedPattern">What a gain and an offset for each output would put right. With few rows it includes what they fit by chance.</param>
/// <param name="Structural">What no gain and offset can put right.</param>
/// <param name="Signal">Variance over rows of the device's mean output, without the noise of the mean, averaged over outputs: what the parts are compared with.</param>
/// <param name="TotalStandardError">Standard error of <see cref="Total"/>, from its spread over the rows.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Repeats">Number of repeats.</param>
public sealed record Gap(double Trial, double FixedPattern, double Structural, double Signal, double TotalStandardError, int Rows, int Repeats)
{
    /// <summary>The mean square of device minus twin: the sum of the parts.</summary>
    public double Total => Trial + FixedPattern + Structural;

    /// <summary>Root mean squares of the three parts and the total, in the unit of the output. Roots do not add. An estimate below 0 has root 0.</summary>
    public (double Trial, double FixedPattern, double Structural, double Total) Roots => (Root(Trial), Root(FixedPattern), Root(Structural), Root(Total));

    /// <summary>Root mean square of device minus twin over the root of <see cref="Signal"/>.</summary>
    public double Relative => Math.Sqrt(Total / Signal);

    /// <summary>Compares a twin with repeats of its device at the same inputs and parameters.</summary>
    /// <param name="twin">Outputs of the twin, [rows, outputs]; at least 3 rows.</param>
    /// <param name="device">Outputs of the device, at least 2 repeats, each shaped as the twin's.</param>
    /// <exception cref="ArgumentException">There are fewer rows or repeats.</exception>
    /// <exception cref="ShapeException">A repeat has another shape.</exception>
    public static Gap Of(Tensor twin, params IReadOnlyList<Tensor> device)
    {
        if (twin.Rank != 2 || twin.Rows < 3 || twin.RowLength == 0)
            throw new ShapeException("Gap twin", "[at least 3 rows, outputs]", twin);
        if (device.Count < 2)
            throw new ArgumentException($"Gap: expected at least 2 repeats of the device, got {device.Count}. A single one does not tell noise from error.", nameof(device));
        if (device.FirstOrDefault(repeat => !repeat.HasShapeOf(twin)) is { } other)
            throw new ShapeException("Gap device", twin.ShapeText, other);
        var (rows, outputs) = (twin.Rows, twin.RowLength);
        var (parts, totals, column) = (default(GapParts), new double[rows], new GapColumn(rows));
        for (var output = 0; output < outputs; output++)
        {
            column.Read(twin, device, output);
            parts += column.Parts(totals);
        }
        parts /= outputs;
        return new(parts.Trial, parts.Difference - parts.Structural, parts.Structural, parts.Signal, StandardError(totals, outputs), rows, device.Count);
    }

    private static double Root(double part) => Math.Sqrt(Math.Max(0, part));

    // Of the mean of what the rows give, summed over the outputs.
    private static double StandardError(double[] totals, int outputs)
    {
        var (mean, squares) = (totals.Sum() / totals.Length, 0.0);
        foreach (var total in totals)
            squares += (total - mean) * (total - mean);
        return Math.Sqrt(squares / (totals.Length - 1) / totals.Length) / outputs;
    }
}

using Pat.Core.Physical;
using Pat.Core.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Pat.Systems.Optics.SecondHarmonic;

/// <summary>
/// The nominal twin: a thin crystal without depletion, B(ω_i) = k Σ_j A(ω_i + ω_j) A(ω_i − ω_j) with y_i = |B(ω_i)|²
/// (Wright et al., Nature 601, 549, 2022, doi 10.1038/s41586-021-04223-6, Methods eq. 6).
/// </summary>
/// <remarks>
/// Line i of the output collects the pairs of channels whose numbers add up to 2 i + Channels / 2 + 1. That sum is odd, so each pair is
/// one parameter channel and one data channel, and the field is a matrix product: B = D T with D_n the field of data channel n and
/// T_ni = 2 P_(i + Lines/2 − n), P the field of the parameter channels.
/// </remarks>
public sealed class ThinCrystal : IDigitalTwin
{
    private readonly int lines;
    private readonly float[] programField;
    private readonly float[] dataField;

    /// <summary>Builds the twin of the nominal apparatus.</summary>
    public ThinCrystal(SecondHarmonicDescription description)
    {
        description.Check();
        Ports = SecondHarmonicPorts.Of(description);
        lines = description.Lines;
        var envelope = description.Envelope();
        // y = B² with the scale of the spectrometer and the factor 2 of each pair in the fields: B = Σ P D.
        var scale = Math.Sqrt(2 / Math.Sqrt(description.PowerAtOne()));
        programField = new float[lines];
        dataField = new float[lines];
        for (var j = 0; j < lines; j++)
        {
            programField[j] = (float)(scale * envelope[2 * j]);
            dataField[j] = (float)(scale * envelope[2 * j + 1]);
        }
    }

    /// <inheritdoc/>
    public SystemPorts Ports { get; }

    /// <inheritdoc/>
    public Tensor Run(Tensor x, Tensor theta, Shot shot)
    {
        Ports.Check("ThinCrystal", x, theta);
        var field = MatrixProduct.Multiply(SignedField(x), PairingMatrix(theta));
        return Square(field);
    }

    /// <inheritdoc/>
    public (Tensor Y, Pullback Pullback) Linearize(Tensor x, Tensor theta, Shot shot)
    {
        Ports.Check("ThinCrystal", x, theta);
        var data = SignedField(x);
        var pairing = PairingMatrix(theta);
        var field = MatrixProduct.Multiply(data, pairing);
        return (Square(field), dy =>
        {
            dy.CheckShapeOf(field, "ThinCrystal dy");
            var dField = Tensor.CreateLike(field);
            var d = dField.AsSpan();
            var b = field.Values;
            var g = dy.Values;
            for (var i = 0; i < d.Length; i++)
                d[i] = 2 * b[i] * g[i];
            var dData = MatrixProduct.Multiply(dField, pairing, transposeB: true);
            var dPairing = MatrixProduct.Multiply(data, dField, transposeA: true);
            for (var row = 0; row < dData.Rows; row++)
                TimesTwiceDataField(dData.Row(row));
            return (dData, DProgram(dPairing));
        }
        );
    }

    private Tensor SignedField(Tensor x)
    {
        var field = Tensor.CreateLike(x);
        for (var row = 0; row < x.Rows; row++)
        {
            var u = x.Row(row);
            var f = field.Row(row);
            for (var n = 0; n < f.Length; n++)
                f[n] = (2 * u[n] - 1) * dataField[n];
        }
        return field;
    }

    private Tensor PairingMatrix(Tensor theta)
    {
        var matrix = Tensor.Create(lines, lines);
        var u = theta.Values;
        for (var n = 0; n < lines; n++)
        {
            var row = matrix.Row(n);
            for (var i = 0; i < lines; i++)
            {
                var j = i + lines / 2 - n;
                if (j >= 0 && j < lines)
                    row[i] = (2 * u[j] - 1) * programField[j];
            }
        }
        return matrix;
    }

    // Every element of the pairing matrix on the diagonal i − n = j − Lines/2 is the field of program channel j.
    private Tensor DProgram(Tensor dPairing)
    {
        var dTheta = Tensor.CreateUninitialized(lines);
        var d = dPairing.Values;
        for (var j = 0; j < lines; j++)
        {
            var sum = 0.0;
            for (var n = 0; n < lines; n++)
            {
                var i = j + n - lines / 2;
                if (i >= 0 && i < lines)
                    sum += d[n * lines + i];
            }
            dTheta.AsSpan()[j] = (float)(2 * programField[j] * sum);
        }
        return dTheta;
    }

    private void TimesTwiceDataField(Span<float> dData)
    {
        for (var n = 0; n < dData.Length; n++)
            dData[n] *= 2 * dataField[n];
    }

    private static Tensor Square(Tensor field)
    {
        var y = Tensor.CreateLike(field);
        TensorPrimitives.Multiply(field.Values, field.Values, y.AsSpan());
        return y;
    }
}

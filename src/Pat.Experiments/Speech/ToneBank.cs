using Pat.Core.Autodiff;
using Pat.Core.Tensors;
using Pat.Experiments.Audio;

namespace Pat.Experiments.Speech;

/// <summary>
/// Functions of time that are sums of tones, s(t) = Σⱼ aⱼ cos 2π fⱼ t + bⱼ sin 2π fⱼ t, with frequencies evenly spread on the mel scale from 0 to the highest.
/// </summary>
internal sealed class ToneBank
{
    private readonly Tensor waves; // [2 * tones, samples]: cosine and sine of the first tone, of the second, ...

    /// <summary>Computes the tones.</summary>
    /// <param name="tones">How many, at least 2.</param>
    /// <param name="highest">Frequency of the last, in hertz.</param>
    /// <param name="samples">Samples of a function.</param>
    /// <param name="rate">Samples per second.</param>
    public ToneBank(int tones, double highest, int samples, double rate)
    {
        waves = new Tensor(2 * tones, samples);
        for (var tone = 0; tone < tones; tone++)
        {
            var step = 2 * Math.PI * MelFilterBank.FromMel(MelFilterBank.ToMel(highest) * tone / (tones - 1)) / rate;
            var cosine = waves.Row(2 * tone);
            var sine = waves.Row(2 * tone + 1);
            for (var t = 0; t < samples; t++)
            {
                cosine[t] = (float)Math.Cos(step * t);
                sine[t] = (float)Math.Sin(step * t);
            }
        }
    }

    /// <summary>Coefficients of a function: a and b of the first tone, of the second, and so on.</summary>
    public int Coefficients => waves.Rows;

    /// <summary>The coefficients of a cosine.</summary>
    /// <param name="tone">Which tone, from 0.</param>
    /// <param name="amplitude">Its amplitude.</param>
    /// <returns>[1, coefficients], in ordinary memory.</returns>
    public Tensor Cosine(int tone, float amplitude)
    {
        var coefficients = new Tensor(1, Coefficients);
        coefficients.AsSpan()[2 * tone] = amplitude;
        return coefficients;
    }

    /// <summary>The function of given coefficients.</summary>
    /// <param name="coefficients">[1, coefficients].</param>
    /// <returns>[samples].</returns>
    public Var Sum(Var coefficients) => Op.Reshape(Op.MatMul(coefficients, coefficients.Tape.Constant(waves)), waves.RowLength);
}

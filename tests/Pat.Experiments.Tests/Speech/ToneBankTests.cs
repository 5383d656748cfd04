using Pat.Core.Autodiff;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Experiments.Audio;
using Pat.Experiments.Speech;

namespace Pat.Experiments.Tests.Speech;

public sealed class ToneBankTests
{
    private const int Tones = 5, Samples = 200;

    private static readonly ToneBank bank = new(Tones, 3000, Samples, 8000);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_cosine_has_its_frequency_and_amplitude(int tone)
    {
        using var tape = new Tape();
        var wave = bank.Sum(tape.Constant(bank.Cosine(tone, 0.5f))).Value;
        var frequency = MelFilterBank.FromMel(MelFilterBank.ToMel(3000) * tone / 4);
        for (var t = 0; t < Samples; t++)
            Assert.Equal(0.5 * Math.Cos(2 * Math.PI * frequency * t / 8000), wave.Values[t], 1e-6);
    }

    [Fact]
    public void Every_phase_is_a_sum_of_a_cosine_and_a_sine()
    {
        using var tape = new Tape();
        var coefficients = new Tensor(1, bank.Coefficients);
        (coefficients.AsSpan()[8], coefficients.AsSpan()[9]) = (0.6f, 0.8f);
        var wave = bank.Sum(tape.Constant(coefficients)).Value;
        for (var t = 0; t < Samples; t++)
            Assert.Equal(Math.Cos(2 * Math.PI * 3000 * t / 8000 - Math.Atan2(0.8, 0.6)), wave.Values[t], 1e-5);
    }

    [Fact]
    public void Gradients_are_the_projections_on_the_tones()
    {
        using var tape = new Tape();
        var weights = new Tensor(Samples);
        Noise.FromSeed(1).Normals(0, weights.AsSpan());
        var coefficients = tape.Variable(bank.Cosine(2, 1));
        tape.Backward(Op.Sum(bank.Sum(coefficients) * tape.Constant(weights)));
        for (var i = 0; i < bank.Coefficients; i++)
        {
            using var other = new Tape();
            var unit = new Tensor(1, bank.Coefficients);
            unit.AsSpan()[i] = 1;
            var wave = bank.Sum(other.Constant(unit)).Value;
            Assert.Equal(Enumerable.Range(0, Samples).Sum(t => (double)wave.Values[t] * weights.Values[t]), tape.Gradient(coefficients).Values[i], 1e-3);
        }
    }
}

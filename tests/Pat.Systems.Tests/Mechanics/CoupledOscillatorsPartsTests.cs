using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Mechanics.CoupledOscillators;

namespace Pat.Systems.Tests.Mechanics;

public class CoupledOscillatorsPartsTests
{
    [Theory]
    [InlineData(196, 32, 16)]
    [InlineData(206, 1, 16)]
    [InlineData(1610, 32, 32)]
    [InlineData(1610, 1000, 192)] // 32 chunks of 32 rows in six parts of 10.4 MB
    [InlineData(5000, 100, 128)] // one part
    public void Parts_of_the_gradient_stay_within_their_memory(int oscillators, int batch, int expected) =>
        Assert.Equal(expected, new OscillatorConstants(new(oscillators), angleError: 0).RowsOfPart(batch));

    // 14 chunks in at most 13 parts: two chunks in each. Sums of 448 terms of about 1, in two orders: an error of some 448 half units of 1e-7.
    [Fact]
    public void The_gradient_of_a_large_batch_is_that_of_its_halves()
    {
        const int n = 1100, batch = 14 * 32;
        var twin = new CoupledOscillators(new CoupledOscillatorsDescription(n) { Steps = 1 });
        var (x, dy, theta) = (new Tensor(batch, n), new Tensor(batch, n), new Tensor(n * n + n));
        Noise.FromSeed(1).Uniforms(0, x);
        Noise.FromSeed(2).Normals(0, dy);
        var whole = Gradient(0, batch);
        var (first, second) = (Gradient(0, batch / 2), Gradient(batch / 2, batch));
        var largest = whole.Max(Math.Abs);
        for (var i = 0; i < whole.Length; i++)
            Assert.Equal(whole[i], first[i] + second[i], tolerance: 2e-5 * largest);

        float[] Gradient(int from, int to)
        {
            var rows = to - from;
            var (part, dPart) = (new Tensor(x.Values.Slice(from * n, rows * n), rows, n), new Tensor(dy.Values.Slice(from * n, rows * n), rows, n));
            return twin.Linearize(part, theta, default).Pullback(dPart).DTheta.Values.ToArray();
        }
    }

    [Fact]
    public void Threads_change_no_bit_of_the_gradient()
    {
        const int n = 206, batch = 40;
        var twin = new CoupledOscillators(new CoupledOscillatorsDescription(n));
        var (x, dy, theta) = (new Tensor(batch, n), new Tensor(batch, n), new Tensor(n * n + n));
        Noise.FromSeed(1).Uniforms(0, x);
        Noise.FromSeed(2).Normals(0, dy);
        Noise.FromSeed(3).Uniforms(0, theta.AsSpan());
        var (dx, dTheta) = twin.Linearize(x, theta, default).Pullback(dy);
        Workers.OnOneThread(() =>
        {
            var alone = twin.Linearize(x, theta, default).Pullback(dy);
            Assert.Equal(alone.Dx.Values.ToArray(), dx.Values.ToArray());
            Assert.Equal(alone.DTheta.Values.ToArray(), dTheta.Values.ToArray());
        });
    }
}

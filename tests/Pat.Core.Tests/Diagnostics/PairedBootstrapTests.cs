using Pat.Core.Diagnostics;
using Pat.Core.Randomness;

namespace Pat.Core.Tests.Diagnostics;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void One_run_gives_the_interval_of_a_mean()
    {
        // 400 examples, 60 won and 20 lost: difference 0.1, variance (80 / 400 − 0.01) / 400.
        var bootstrap = PairedBootstrap.Of([Run(400, 60, 20)], Noise.FromSeed(1));
        var half = 1.96 * Math.Sqrt((0.2 - 0.01) / 400);
        Assert.Equal(0.1, bootstrap.Difference, 1e-12);
        // 2,000 resamples leave a standard error of about 5 % of the deviation on each end.
        Assert.Equal(0.1 - half, bootstrap.Low, 0.1 * half);
        Assert.Equal(0.1 + half, bootstrap.High, 0.1 * half);
    }

    [Fact]
    public void Runs_that_differ_widen_the_interval()
    {
        sbyte[][] alike = [Run(400, 60, 20), Run(400, 60, 20), Run(400, 60, 20)], unlike = [Run(400, 20, 20), Run(400, 60, 20), Run(400, 100, 20)];
        var (narrow, wide) = (PairedBootstrap.Of(alike, Noise.FromSeed(1)), PairedBootstrap.Of(unlike, Noise.FromSeed(1)));
        Assert.Equal(narrow.Difference, wide.Difference, 1e-12);
        // The variance over runs, 2 · 0.1² / 3, by runs, 3, stands beside that over examples, 0.19 / 400 or a little less.
        var expected = Math.Sqrt(1 + 0.02 / 9 / (0.19 / 400));
        Assert.Equal(expected, (wide.High - wide.Low) / (narrow.High - narrow.Low), 0.25 * expected);
    }

    [Fact]
    public void More_runs_on_the_same_examples_do_not_narrow_the_interval_and_on_other_examples_do()
    {
        // Nine runs that have the same examples right are one run.
        var one = PairedBootstrap.Of([Run(400, 60, 20)], Noise.FromSeed(1));
        var same = PairedBootstrap.Of([.. Enumerable.Repeat(Run(400, 60, 20), 9)], Noise.FromSeed(1));
        Assert.Equal([one.Low, one.High], [same.Low, same.High], (a, b) => Math.Abs(a - b) < 1e-12);
        // With examples of its own each narrows the interval: of nine draws of a run with variance v, the mean has Σ n² v / 81, where each of nine runs is drawn
        // n times and n² is 17/9 on average.
        sbyte[][] own = [.. Enumerable.Range(0, 9).Select(run => Shuffled(Run(400, 60, 20), run))];
        var many = PairedBootstrap.Of(own, Noise.FromSeed(1));
        Assert.Equal(Math.Sqrt(17) / 9, (many.High - many.Low) / (one.High - one.Low), 0.2 * Math.Sqrt(17) / 9);
    }

    [Fact]
    public void The_same_key_gives_the_same_interval_and_another_key_another()
    {
        sbyte[][] runs = [Run(50, 10, 5), Run(70, 3, 9)];
        Assert.Equal(PairedBootstrap.Of(runs, Noise.FromSeed(1)), PairedBootstrap.Of(runs, Noise.FromSeed(1)));
        Assert.NotEqual(PairedBootstrap.Of(runs, Noise.FromSeed(1)), PairedBootstrap.Of(runs, Noise.FromSeed(2)));
    }

    [Fact]
    public void Methods_that_are_always_right_together_have_an_interval_of_no_width() =>
        Assert.Equal(new PairedBootstrap(0, 0, 0), PairedBootstrap.Of([Run(30, 0, 0)], Noise.FromSeed(1)));

    [Fact]
    public void The_interval_covers_about_as_often_as_it_says()
    {
        // 300 data sets of 100 examples, each won with probability 0.15 and lost with 0.05: 95 % ± 3 standard errors, and the percentile interval is a little short.
        const int sets = 300;
        var (noise, uniforms, covered) = (Noise.FromSeed(8), new float[100], 0);
        for (var i = 0; i < sets; i++)
        {
            noise.Split("data").Uniforms(i, uniforms);
            var bootstrap = PairedBootstrap.Of([[.. uniforms.Select(u => (sbyte)(u < 0.15f ? 1 : u < 0.2f ? -1 : 0))]], noise.Split(i));
            covered += bootstrap.Low <= 0.1 && 0.1 <= bootstrap.High ? 1 : 0;
        }
        Assert.InRange((double)covered / sets, 0.95 - 3 * Math.Sqrt(0.95 * 0.05 / sets) - 0.01, 0.95 + 3 * Math.Sqrt(0.95 * 0.05 / sets));
    }

    [Fact]
    public void Nothing_to_draw_from_is_refused()
    {
        Assert.Contains("expected at least one run with examples, got 0 runs", Assert.Throws<ArgumentException>(() => PairedBootstrap.Of([], Noise.FromSeed(1))).Message);
        Assert.Contains("the smallest of 0", Assert.Throws<ArgumentException>(() => PairedBootstrap.Of([Run(3, 1, 1), []], Noise.FromSeed(1))).Message);
    }

    private static sbyte[] Shuffled(sbyte[] run, long seed) => [.. Noise.FromSeed(9).Permutation(seed, run.Length).Select(place => run[place])];

    private static sbyte[] Run(int examples, int won, int lost) =>
        [.. Enumerable.Range(0, examples).Select(i => (sbyte)(i < won ? 1 : i < won + lost ? -1 : 0))];
}

using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;
using Pat.Systems.Toys;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>What changes with the clock, the number of runs or the programming follows its declared law.</summary>
[Trait("Category", "Law")]
public sealed class DriftTests
{
    private const int Count = 4000;

    private static readonly Noise Fabrication = Noise.FromSeed(3);

    [Fact]
    public void Exponents_of_the_power_law_have_their_mean_and_spread_at_all_times()
    {
        var drift = new PowerLawDrift(0.05, 0.01, 20, Fabrication); // no exponent of 5 deviations is folded at 0
        var exponents = ExponentsAt(drift, 20);
        Sampled.Of(exponents).HasMean(0.05);
        Sampled.Of(exponents).HasDeviation(0.01);
        foreach (var time in new[] { 1e3, 1e6, 1e8 })
            Assert.All(ExponentsAt(drift, time).Zip(exponents), pair => Assert.Equal(pair.Second, pair.First, 5e-7)); // roundings of y over log 2

        static IEnumerable<double> ExponentsAt(PowerLawDrift drift, double time) =>
            [.. After(drift, time, 2).Select(y => -Math.Log(y / 2) / Math.Log(1 + time / 20))];
    }

    [Fact]
    public void A_mean_exponent_of_zero_has_the_mean_of_sizes() // of a normal number: sqrt(2 / pi)
    {
        var exponents = After(new PowerLawDrift(0, 0.1, 1, Fabrication), 1, 1).Select(y => -Math.Log(y) / Math.Log(2)).ToArray();
        Assert.All(exponents, exponent => Assert.InRange(exponent, -1e-6, 1));
        Sampled.Of(exponents).HasMean(0.1 * Math.Sqrt(2 / Math.PI));
    }

    [Fact]
    public void Logarithmic_drift_has_its_slopes_at_all_times()
    {
        var drift = new LogDrift(-0.1, 0.04, 2, Fabrication);
        foreach (var time in new[] { 2.0, 1e4 })
        {
            var slopes = After(drift, time, 3).Select(y => (y - 3) / Math.Log(1 + time / 2)).ToArray();
            Sampled.Of(slopes).HasMean(-0.1);
            Sampled.Of(slopes).HasDeviation(0.04);
        }
    }

    [Fact]
    public void Drift_begins_again_at_each_programming_where_it_is_so_declared()
    {
        var shot = LawCase.Shot() with { Time = 1000, Period = 0, Programmed = 980 };
        Assert.Equal(Math.Pow(2, -0.05), Applied(new PowerLawDrift(0.05, 0, 20, Fabrication, SinceProgramming: true), shot), 1e-6);
        Assert.Equal(Math.Pow(51, -0.05), Applied(new PowerLawDrift(0.05, 0, 20, Fabrication), shot), 1e-6);
        Assert.Equal(1 + 0.1 * Math.Log(11), Applied(new LogDrift(0.1, 0, 2, Fabrication, SinceProgramming: true), shot), 1e-6);
        Assert.Equal(1, Applied(new PowerLawDrift(0.05, 0, 20, Fabrication, SinceProgramming: true), shot with { Programmed = 1000.0000000004 }));
    }

    [Fact]
    public void Parameters_on_a_device_drift_from_their_programming_on()
    {
        var device = new Device("drifting", new PowerLaw(2), parameters: [new PowerLawDrift(0.05, 0, 20, Fabrication, SinceProgramming: true)]);
        var laboratory = new Laboratory("bench", device, Noise.FromSeed(1), new(RunSeconds: 1, ProgrammingSeconds: 5));

        Assert.Equal(Expected(1.5, 0), Measured(1.5f), 1e-5);
        laboratory.Wait(19);
        Assert.Equal(Expected(1.5, 20), Measured(1.5f), 1e-5);
        Assert.Equal(Expected(0.5, 0), Measured(0.5f), 1e-5);

        double Measured(float theta) => laboratory.Run(new Tensor([0.3f, 0], 1, 2), new Tensor([theta], 1), Purpose.Evaluate).Values[0];

        static double Expected(double theta, double time) => 2 * Math.Pow(0.3f, theta * Math.Pow(1 + time / 20, -0.05));
    }

    [Fact]
    public void Each_run_has_its_own_time()
    {
        var y = new PowerLawDrift(1, 0, 2, Fabrication).Apply(Sample.Filled(4, 1, 1), LawCase.Shot() with { Time = 0, Period = 2 }).Values;
        Assert.Equal([1, 1f / 2, 1f / 3, 1f / 4], y.ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Ageing_begins_at_its_threshold_and_follows_the_power_of_uses()
    {
        var y = new Ageing(100, 0.5).Apply(Sample.Filled(600, 1, 2), LawCase.Shot() with { FirstRun = 0 }).Values;
        Assert.All(y[..101].ToArray(), value => Assert.Equal(2, value));
        Assert.Equal(2 / Math.Sqrt(1.01), y[101], 1e-6);
        Assert.Equal(2 / Math.Sqrt(5), y[500], 1e-6);
    }

    [Fact]
    public void What_is_left_of_a_step_after_programming_decays()
    {
        var settling = new Settling(0.2, 3, Rest: -1);
        Assert.Equal(1 - 0.2 * 2, Applied(settling, At(0)), 1e-6);
        Assert.Equal(1 - 0.2 * 2 * Math.Exp(-1), Applied(settling, At(3)), 1e-6);
        Assert.Equal(1 - 0.1 * 2 * Math.Exp(-2), Applied(settling.Scaled(0.5), At(6)), 1e-6);
        Assert.Equal(1, Applied(settling, At(1000)));

        static Shot At(double time) => LawCase.Shot() with { Time = 10 + time, Programmed = 10 };
    }

    [Theory]
    [InlineData(0.0, 0.26348)]
    [InlineData(-0.5, 0.26348 + 1.9650 / 2 - 1.1731 / 4)]
    [InlineData(1.0, 0.26348 + 1.9650 - 1.1731)]
    [InlineData(1.3, 0.26348 + 1.9650 - 1.1731)]
    public void Programming_errors_have_the_deviation_of_their_size(double g, double microsiemens)
    {
        var errors = After(new ProgrammingError(50), 0, 50 * g).Select(y => y - 50 * g).ToArray();
        Sampled.Of(errors).HasMean(0, exact: 1e-6);
        Sampled.Of(errors).HasDeviation(2 * microsiemens); // 25 µS are full scale
    }

    [Fact]
    public void A_programming_holds_for_all_its_runs_and_the_next_one_differs()
    {
        var (error, shot) = (new ProgrammingError(1), LawCase.Shot());
        var y = error.Apply(Sample.Filled(2, 3, 0.5f), shot);
        Assert.Equal(y.Row(0), y.Row(1));
        Assert.NotEqual(y.Row(0).ToArray(), error.Apply(Sample.Filled(1, 3, 0.5f), shot with { Noise = shot.Noise.Split(1) }).Values.ToArray());
    }

    private static double[] After(IImperfection imperfection, double time, double value) =>
        [.. imperfection.Apply(Sample.Filled(1, Count, (float)value), LawCase.Shot() with { Time = time, Programmed = 0 }).Values.ToArray().Select(y => (double)y)];

    private static double Applied(IImperfection imperfection, Shot shot) => imperfection.Apply(Sample.Filled(1, 1, 1), shot).Values[0];
}

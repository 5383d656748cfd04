using Pat.Core.Training;

namespace Pat.Core.Tests.Training;

public sealed class SchedulesTests
{
    public static TheoryData<string, Schedule, int, double> Table => new()
    {
        { "constant", Schedules.Constant(0.3), 1000, 0.3 },
        { "step, before", Schedules.StepDecay(0.8, 10, 0.5), 9, 0.8 },
        { "step, after", Schedules.StepDecay(0.8, 10, 0.5), 10, 0.4 },
        { "step, twice", Schedules.StepDecay(0.8, 10, 0.5), 29, 0.2 },
        { "exponential", Schedules.Exponential(2, 0.5), 3, 0.25 },
        { "cosine, first", Schedules.CosineToZero(0.2, 100), 0, 0.2 },
        { "cosine, a third", Schedules.CosineToZero(0.2, 90), 30, 0.15 },  // (1 + cos 60°)/2 = 3/4
        { "cosine, middle", Schedules.CosineToZero(0.2, 100), 50, 0.1 },
        { "cosine, end", Schedules.CosineToZero(0.2, 100), 100, 0 },
        { "cosine, after", Schedules.CosineToZero(0.2, 100), 150, 0 },
        { "warm-up, first", Schedules.CosineToZero(0.2, 110, 10), 0, 0.02 },
        { "warm-up, last", Schedules.CosineToZero(0.2, 110, 10), 9, 0.2 },
        { "warm-up, top", Schedules.CosineToZero(0.2, 110, 10), 10, 0.2 },
        { "warm-up, middle", Schedules.CosineToZero(0.2, 110, 10), 60, 0.1 },
        { "one cycle, first", Schedules.OneCycle(1, 100), 0, 0.04 },
        { "one cycle, top", Schedules.OneCycle(1, 100), 29, 1 },
        { "one cycle, down", Schedules.OneCycle(1, 100), 64, 0.500002 },   // halfway from 1 to 4e-6
        { "one cycle, last", Schedules.OneCycle(1, 100), 99, 4e-6 },
        { "one cycle, after", Schedules.OneCycle(1, 100), 500, 4e-6 },
    };

    [Theory, MemberData(nameof(Table), DisableDiscoveryEnumeration = true)]
    public void Has_the_value_of_its_formula(string what, Schedule schedule, int step, double expected)
    {
        Assert.NotEmpty(what);
        Assert.Equal(expected, schedule(step), tolerance: 1e-12);
    }

    [Fact]
    public void Refuses_lengths_and_rates_that_make_no_sense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Constant(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.StepDecay(1, 0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.OneCycle(1, 3));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.CosineToZero(1, 10, 10));
        Assert.Equal("Cosine schedule steps: expected at least 11, got 10.", error.Message);
    }
}

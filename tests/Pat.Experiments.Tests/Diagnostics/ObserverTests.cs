using Pat.Experiments.Comparison;
using Pat.Experiments.Data;
using Pat.Experiments.Diagnostics;
using Pat.Experiments.Runs;
using Pat.Experiments.Vowels;
using Pat.Systems;

namespace Pat.Experiments.Tests.Diagnostics;

public sealed class ObserverTests
{
    private static readonly Training Pat = new("pat", 1, 1);

    [Theory]
    [InlineData(175, 100, 16, "25,50,75")]
    [InlineData(55_000, 8, 256, "2,4,6")]
    [InlineData(12_000, 6, 64, "1,3,4")]
    [InlineData(500, 1, 16, "")]
    [InlineData(10, 3, 10, "")]
    public void Looks_follow_from_the_size_of_the_training(int examples, int epochs, int rows, string between)
    {
        var plan = LookPlan.Of(examples, epochs);
        Assert.Equal((rows, between), (plan.Rows, string.Join(',', plan.Between)));
        var looked = plan.Rows * (1 + plan.Between.Count) + plan.LastRows;
        Assert.True(looked <= LookPlan.Share * examples * epochs || plan.Rows <= 16, $"{looked} examples are looked at");
    }

    [Fact]
    public void A_training_that_runs_no_device_is_looked_at_less()
    {
        Assert.Equal((16, 16, 0), (LookPlan.Of(175, 100, onDevice: false).Rows, LookPlan.Of(175, 100, onDevice: false).LastRows, LookPlan.Of(175, 100, onDevice: false).Between.Count));
        Assert.Equal(64, LookPlan.Of(48_000, 6, onDevice: false).Rows);
        Assert.Equal([100], GradientLooks.Of(175, 100, onDevice: false).Epochs);
        Assert.Equal((32, 16), GradientLooks.Of(175, 100, onDevice: false).At(100));
        Assert.Equal((64, 16), GradientLooks.Of(175, 100).At(100));
    }

    [Fact]
    public void The_same_training_has_the_same_gaps_and_its_parameters_and_ledger_stay_as_they_are()
    {
        var first = LookAt(new VowelOptions(), tables => new GapObserver(tables, _ => true), out var setup);
        Assert.Equal(first, LookAt(new VowelOptions(), tables => new GapObserver(tables, _ => true), out _));
        Assert.Equal(2 * 2 * 5, first.Count);
        var fresh = Setup(new VowelOptions());
        Assert.All(setup.Parameters, pair => Assert.Equal(fresh.Parameters[pair.Key].Values, pair.Value.Values));
        Assert.Equal((0, 0), (setup.Laboratory.Ledger.Total.Runs, setup.Laboratory.State.NextRun));
    }

    // Noise far below the rounding of float32 is listed, and changes nothing.
    [Fact]
    public void An_imperfection_that_is_listed_and_does_nothing_is_a_warning()
    {
        var warnings = new DiagnosticWarnings();
        var rows = LookAt(new VowelOptions { Added = [new("additive-noise", Place.Output, 1e-12)] }, tables => new EffectsObserver(tables, warnings), out _);
        Assert.Contains(rows, row => row.StartsWith("effects.csv pat 1 1 output additive noise trial 0 0", StringComparison.Ordinal));
        Assert.Equal(["additive noise (output) had no effect on the examples that were looked at in the training."], warnings.All);
    }

    [Fact]
    public void One_effect_in_any_training_is_enough()
    {
        var warnings = new DiagnosticWarnings();
        warnings.Saw(Place.Input, "dead elements", false);
        warnings.Saw(Place.Output, "clipping", false);
        warnings.Saw(Place.Output, "clipping", true);
        warnings.Saw(Place.Input, "dead elements", false);
        Assert.Equal(["dead elements (input) had no effect on the examples that were looked at in any of 2 trainings."], warnings.All);
    }

    [Fact]
    public void A_diagnostic_that_overflows_is_told_and_stops_nothing()
    {
        var (warnings, after) = (new DiagnosticWarnings(), new Failing(null));
        var observers = new GuardedObservers(warnings, new Failing(new NotFiniteNumberException("the twin overflowed.")), after);
        observers.Look(Pat, Setup(new VowelOptions()), 0, 1);
        observers.Look(Pat, Setup(new VowelOptions()), 1, 1);
        Assert.Equal([$"{Pat}: a diagnostic is incomplete. the twin overflowed."], warnings.All);
        Assert.Equal(2, after.Looks);
        Assert.Throws<InvalidOperationException>(() => new GuardedObservers(warnings, new Failing(new InvalidOperationException())).Look(Pat, Setup(new VowelOptions()), 0, 1));
    }

    private static List<string> LookAt(VowelOptions options, Func<IRunTables, ITrainingObserver> observer, out VowelSetup setup)
    {
        var (tables, watched) = (new Kept(), Setup(options));
        var looking = observer(tables);
        looking.Look(Pat, watched, 0, 1);
        looking.End(Pat, watched, null!);
        setup = watched;
        return tables.Rows;
    }

    private static VowelSetup Setup(VowelOptions options) => new(options, SyntheticVowels.Draw(1), 1, 1);

    private sealed class Kept : IRunTables
    {
        public List<string> Rows { get; } = [];

        public void Append(string file, string[] columns, params object?[] values)
        {
            Assert.Equal(columns.Length, values.Length);
            Rows.Add($"{file} {string.Join(' ', values)}");
        }
    }

    private sealed class Failing(Exception? failure) : ITrainingObserver
    {
        public int Looks { get; private set; }

        public void Look(Training training, ITaskSetup setup, int epoch, int epochs)
        {
            Looks++;
            if (failure is not null)
                throw failure;
        }

        public void End(Training training, ITaskSetup setup, MethodResult result)
        {
        }
    }
}

using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>Laws over the library: every imperfection, at every place that it declares, on every layout that it accepts.</summary>
[Trait("Category", "Law")]
public sealed class ImperfectionLawTests
{
    public static TheoryData<string, Place, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, Place, string>();
            foreach (var (id, place, layout) in LawCase.All)
                cases.Add(id, place, layout);
            return cases;
        }
    }

    public static TheoryData<string> Ids => [.. ImperfectionLibrary.All.Select(entry => entry.Id)];

    [Theory, MemberData(nameof(Cases))]
    public void At_zero_strength_it_is_exactly_the_identity(string id, Place place, string layout)
    {
        var law = new LawCase(id, place, layout);
        var (clean, dy) = (law.Clean(5), law.Direction(5, 3));
        var none = law.Made().Scaled(0);
        Assert.Equal(clean.Values, none.Apply(clean, LawCase.Shot()).Values);
        Assert.Equal(dy.Values, none.Pullback(clean, dy, LawCase.Shot()).Values);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Its_default_changes_something_and_half_of_it_changes_less(string id, Place place, string layout)
    {
        var law = new LawCase(id, place, layout);
        if (law.Size == 1)
            return;
        var clean = law.Clean(20);
        var made = law.Made();
        var whole = made.Apply(clean, LawCase.Shot());
        Assert.Equal(whole.Values, made.Scaled(1).Apply(clean, LawCase.Shot()).Values);
        var (half, all) = (SquaredChange(clean, made.Scaled(0.5).Apply(clean, LawCase.Shot())), SquaredChange(clean, whole));
        Assert.True(0 < half && half < all, $"squared change: {half} at strength 0.5, {all} at strength 1");
    }

    [Theory, MemberData(nameof(Cases))]
    public void It_leaves_clean_values_alone_and_repeats_with_its_seeds(string id, Place place, string layout)
    {
        var law = new LawCase(id, place, layout);
        var (clean, dy) = (law.Clean(5), law.Direction(5, 3));
        var (cleanBefore, dyBefore) = (clean.Clone(), dy.Clone());
        var (once, again) = (law.Made(), law.Made());
        var (y, dx) = (once.Apply(clean, LawCase.Shot()), once.Pullback(clean, dy, LawCase.Shot()));
        Assert.Equal(cleanBefore.Values, clean.Values);
        Assert.Equal(dyBefore.Values, dy.Values);
        Assert.Equal(y.Values, again.Apply(clean, LawCase.Shot()).Values);
        Assert.Equal(dx.Values, again.Pullback(clean, dy, LawCase.Shot()).Values);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Its_draws_follow_its_kind(string id, Place place, string layout)
    {
        var law = new LawCase(id, place, layout);
        if (law.Size == 1)
            return;
        var (clean, shot, made) = (law.SameRows(4), LawCase.Shot(), law.Made());
        var kind = law.Entry.Kind;
        var y = made.Apply(clean, shot);
        bool Differs(Shot other) => !y.Values.SequenceEqual(made.Apply(clean, other).Values);

        var onDevice = !y.Values.SequenceEqual(law.Made(device: 2).Apply(clean, shot).Values);
        var onNoise = Enumerable.Range(2, 8).Any(seed => Differs(shot with { Noise = LawCase.Shot(seed).Noise })); // two states may be equal once
        var onTime = new[] { 1e-3, 60, 3600, 1e5, 1e7 }.Any(later => Differs(shot with { Time = shot.Time + later }));
        var onRun = Differs(shot with { FirstRun = shot.FirstRun + 1000 });
        var rowsDiffer = !y.Row(0).SequenceEqual(y.Row(3));

        Assert.Equal(kind == ImperfectionKind.Trial || law.CountsRuns, onRun);
        Assert.Equal(kind == ImperfectionKind.Slow && !law.CountsRuns, onTime);
        if (kind != ImperfectionKind.Slow) // whose rows differ in time
            Assert.Equal(kind == ImperfectionKind.Trial, rowsDiffer);
        if (kind is ImperfectionKind.Trial or ImperfectionKind.Cycle)
            Assert.True(onNoise, "another seed of the run draws the same");
        else
            Assert.Equal(law.IsDrawn, kind == ImperfectionKind.Fixed ? onDevice : onDevice || onNoise);
        Assert.False(kind == ImperfectionKind.Fixed && onNoise, "fixed, but it follows the seed of the run");
        Assert.False(Differs(LawCase.Shot(2) with { Noise = shot.Noise }), "it follows a stream that is not its own");
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_run_has_the_same_bits_in_every_batch(string id, Place place, string layout)
    {
        var law = new LawCase(id, place, layout);
        var (clean, dy) = (law.Clean(23), law.Direction(23, 3));
        var (made, shot) = (law.Made(), LawCase.Shot() with { Time = 86_400 }); // after a day the clock adds up with roundings that show
        var (y, dx) = (made.Apply(clean, shot), made.Pullback(clean, dy, shot));
        foreach (var (from, to) in new[] { (0, 1), (7, 8), (22, 23), (0, 16), (5, 22) })
        {
            var part = After(shot, from);
            var some = Rows(clean, from, to);
            Assert.Equal(Rows(y, from, to).Values, made.Apply(some, part).Values);
            Assert.Equal(Rows(dx, from, to).Values, made.Pullback(some, Rows(dy, from, to), part).Values);
        }
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_number_of_threads_changes_no_bit(string id)
    {
        var (_, place, layout) = LawCase.All.First(first => first.Id == id);
        var law = new LawCase(id, place, layout);
        var rows = 70_000 / law.Size; // noise is drawn in chunks of 32,768 numbers
        var (clean, dy, made) = (law.Clean(rows), law.Direction(rows, 3), law.Made());
        var threads = Workers.Threads;
        try
        {
            Workers.Threads = 1;
            var (y, dx) = (made.Apply(clean, LawCase.Shot()), made.Pullback(clean, dy, LawCase.Shot()));
            Workers.Threads = 3;
            Assert.True(y.Values.SequenceEqual(made.Apply(clean, LawCase.Shot()).Values));
            Assert.True(dx.Values.SequenceEqual(made.Pullback(clean, dy, LawCase.Shot()).Values));
        }
        finally
        {
            Workers.Threads = threads;
        }
    }

    private static double SquaredChange(Tensor x, Tensor y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += Math.Pow((double)y.Values[i] - x.Values[i], 2);
        return sum;
    }

    // The shot of the laboratory some runs later: its clock adds up.
    private static Shot After(Shot shot, int runs)
    {
        var time = shot.Time;
        for (var run = 0; run < runs; run++)
            time += shot.Period;
        return shot with { FirstRun = shot.FirstRun + runs, Time = time };
    }

    private static Tensor Rows(Tensor all, int from, int to) => new(all.Values[(from * all.RowLength)..(to * all.RowLength)], to - from, all.RowLength);
}

using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Benches;

public sealed class AddedImperfectionsTests
{
    public static TheoryData<string> Benches { get; } = [.. AllBenches.All.Select(bench => bench.Name)];

    [Theory, MemberData(nameof(Benches))]
    public void What_can_act_on_a_bench_is_what_its_devices_can_be_made_with(string name)
    {
        var bench = AllBenches.Named(name);
        foreach (var place in Enum.GetValues<Place>())
        {
            string[] made = [.. ImperfectionLibrary.All.Select(entry => entry.Id).Where(id => CanBeMade(new(id, place)))];
            Assert.Equal(made, AddedImperfections.ThatCanAct(bench, place));
        }

        bool CanBeMade(AddedImperfection added)
        {
            try
            {
                bench.Fabricate(1, new() { Added = [added] });
                return true;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void Single_elements_do_not_stick_where_there_is_only_one() => Assert.Equal(
        (false, true), (AddedImperfections.CanAct(AllBenches.Named("transistor-circuit"), "stuck-elements", Place.Output), AddedImperfections.CanAct(AllBenches.Named("second-harmonic"), "stuck-elements", Place.Output)));

    [Fact]
    public void An_imperfection_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentException>(() => AddedImperfections.CanAct(AllBenches.All[0], "rust", Place.Output));
}

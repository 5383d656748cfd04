using System.Text.RegularExpressions;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>The table of all imperfections is complete and says what it must.</summary>
public sealed class ImperfectionLibraryTests
{
    public static TheoryData<string> Ids => [.. ImperfectionLibrary.All.Select(entry => entry.Id)];

    [Fact]
    public void Every_imperfection_is_in_the_table() =>
        Assert.Equal(
            typeof(IImperfection).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(IImperfection))).Select(type => type.Name).Order(),
            ImperfectionLibrary.All.Select(entry => entry.Type.Name).Distinct().Order());

    [Fact]
    public void Names_are_unique() => Assert.Distinct(ImperfectionLibrary.All.Select(entry => entry.Id));

    [Theory, MemberData(nameof(Ids))]
    public void A_line_says_what_it_makes_and_from_where(string id)
    {
        var entry = ImperfectionLibrary.Named(id);
        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", id);
        Assert.True(entry.Type.IsSealed);
        Assert.All([entry.Unit, entry.Formula, entry.Default], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.True(entry.Source.Contains("our choice") || Regex.IsMatch(entry.Source, "(18|19|20)[0-9]{2}"), "the source needs a year, or the words 'our choice'");
        Assert.NotEmpty(entry.Places);

        // The parameters are shared by the runs of a batch, and only they are programmed.
        if (entry.Kind is ImperfectionKind.Trial)
            Assert.DoesNotContain(Place.Parameters, entry.Places);
        if (entry.Kind is ImperfectionKind.Cycle)
            Assert.Equal([Place.Parameters], entry.Places);
    }

    [Theory, MemberData(nameof(Ids))]
    public void It_makes_what_the_line_says_at_every_place(string id)
    {
        var entry = ImperfectionLibrary.Named(id);
        foreach (var place in entry.Places)
        {
            var (_, _, layout) = LawCase.All.First(law => law.Id == id && law.Place == place);
            var made = new LawCase(id, place, layout).Made();
            Assert.IsType(entry.Type, made);
            Assert.Equal(entry.Kind, made.Kind);
        }
    }

    [Fact]
    public void An_unknown_name_is_refused_with_those_that_exist() =>
        Assert.StartsWith("Imperfection: expected one of ", Assert.Throws<ArgumentException>(() => ImperfectionLibrary.Named("gremlins")).Message);
}

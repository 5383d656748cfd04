using Pat.Experiments.Data;

namespace Pat.Experiments.Tests.Data;

public class VowelSplitTests
{
    private static readonly VowelRow[] Rows =
        [.. from label in Enumerable.Range(0, 7) from talker in Enumerable.Range(1, 48) select Row(label, talker)];

    [Fact]
    public void The_authors_split_has_25_training_5_validation_and_7_test_rows_of_each_vowel()
    {
        var data = VowelSplit.Authors(Rows, 3);
        Assert.All(Enumerable.Range(0, 7), label =>
        {
            Assert.Equal(25, data.Train.Labels.Count(l => l == label));
            Assert.Equal(5, data.Validation.Labels.Count(l => l == label));
            Assert.Equal(7, data.Test.Labels.Count(l => l == label));
        });
        Assert.Equal([175, 12], data.Train.X.Shape);
        Assert.Equal("authors", data.SplitName);
        Assert.False(data.IsSynthetic);
    }

    [Fact]
    public void No_row_is_in_two_sets()
    {
        var picked = VowelSplit.PickAuthors(Rows, 3);
        VowelRow[] all = [.. picked.Train, .. picked.Validation, .. picked.Test];
        Assert.Equal(7 * 37, all.Distinct().Count());
    }

    [Fact]
    public void The_talker_split_shares_no_talker()
    {
        var picked = VowelSplit.PickTalkers(Rows, 5);
        HashSet<string> train = Talkers(picked.Train), validation = Talkers(picked.Validation), test = Talkers(picked.Test);
        Assert.Equal((32, 6, 10), (train.Count, validation.Count, test.Count));
        Assert.Equal(48, train.Union(validation).Union(test).Count());
        Assert.Equal(Rows.Length, picked.Train.Count + picked.Validation.Count + picked.Test.Count);
    }

    [Fact]
    public void A_seed_gives_the_same_split_again_and_another_seed_another()
    {
        Assert.Equal(VowelSplit.Authors(Rows, 1).Test.X.Values.ToArray(), VowelSplit.Authors(Rows, 1).Test.X.Values.ToArray());
        Assert.NotEqual(VowelSplit.Authors(Rows, 1).Test.X.Values.ToArray(), VowelSplit.Authors(Rows, 2).Test.X.Values.ToArray());
        Assert.NotEqual(VowelSplit.Talkers(Rows, 1).Test.X.Values.ToArray(), VowelSplit.Talkers(Rows, 2).Test.X.Values.ToArray());
    }

    [Fact]
    public void Over_many_seeds_each_row_is_tested_about_equally_often()
    {
        // 7 of 48 rows a seed: the mean of 200 seeds is 29.2 with a standard deviation of 5.0; six of them bound all rows with room.
        var counts = Enumerable.Range(0, 200).SelectMany(seed => VowelSplit.PickAuthors(Rows, seed).Test)
            .Where(row => row.Label == 0).CountBy(row => row.Talker).Select(pair => pair.Value).ToArray();
        Assert.Equal(48, counts.Length);
        Assert.InRange(counts.Min(), 1, 29);
        Assert.InRange(counts.Max(), 29, 60);
    }

    [Fact]
    public void Training_features_fill_0_to_1_and_others_are_clipped_and_counted()
    {
        VowelRow[] train = [Constant(100), Constant(300)];
        VowelRow[] test = [Constant(50), Constant(150), Constant(301)];
        var data = VowelSplit.Scale(new(train, train, test), "hillenbrand", "authors", "a split");
        Assert.Equal([0f, 1f], [data.Train.X.Row(0)[4], data.Train.X.Row(1)[4]]);
        Assert.Equal([0f, 0.25f, 1f], [data.Test.X.Row(0)[4], data.Test.X.Row(1)[4], data.Test.X.Row(2)[4]]);
        Assert.Contains("values outside clipped (24 of 36 in the test rows)", data.Description);
    }

    [Fact]
    public void Too_few_rows_of_a_vowel_are_named()
    {
        var rows = Rows.Where(row => row.Label != 4 || string.CompareOrdinal(row.Talker, "w36") < 0).ToArray();
        Assert.Contains("vowel er: expected at least 37 complete rows, got 35.",
            Assert.Throws<DataException>(() => VowelSplit.Authors(rows, 0)).Message);
    }

    [Fact]
    public void A_feature_that_never_changes_is_refused() =>
        Assert.Contains("feature F1 steady: expected values that differ, got 100 in all 2 training rows.",
            Assert.Throws<DataException>(() => VowelSplit.Scale(new([Constant(100), Constant(100)], [], []), "hillenbrand", "authors", "")).Message);

    [Theory]
    [InlineData(null, "talker", "Split, --split: expected authors on the shipped synthetic vowels, got talker. Synthetic vowels have no talkers")]
    [InlineData(null, "random", "Split, --split: expected authors or talker, got \"random\".")]
    [InlineData("/nowhere/at/all", "authors", "Data folder, /nowhere/at/all: expected a folder that holds hillenbrand/vowdata.dat")]
    public void A_source_that_cannot_be_used_says_why(string? folder, string split, string message) =>
        Assert.Contains(message, Assert.Throws<DataException>(() => VowelSet.Open(folder, split)).Message);

    [Fact]
    public void The_real_splits_have_the_sizes_of_the_study()
    {
        var folder = RealData.Folder();
        var authors = VowelSet.Open(folder)(0);
        Assert.Equal((175, 35, 49), (authors.Train.Labels.Length, authors.Validation.Labels.Length, authors.Test.Labels.Length));
        var talker = VowelSet.Open(folder, "talker")(0);
        Assert.Equal(316, talker.Train.Labels.Length + talker.Validation.Labels.Length + talker.Test.Labels.Length);
        Assert.InRange(talker.Train.Labels.Length, 195, 224);
        Assert.InRange(talker.Test.Labels.Length, 55, 70);
    }

    private static VowelRow Row(int label, int talker) =>
        new($"w{talker:00}", label, [.. Enumerable.Range(0, 12).Select(f => 500.0 * (f % 3 + 1) + 10 * label + talker)]);

    private static VowelRow Constant(double hertz) => new("w01", 0, [.. Enumerable.Repeat(hertz, 12)]);

    private static HashSet<string> Talkers(IReadOnlyList<VowelRow> rows) => [.. rows.Select(row => row.Talker)];
}

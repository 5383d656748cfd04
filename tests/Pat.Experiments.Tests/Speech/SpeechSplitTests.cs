using Pat.Experiments.Data;
using Pat.Experiments.Speech;
using Pat.Experiments.Tests.CommandLine;
using Pat.Experiments.Tests.Data;

namespace Pat.Experiments.Tests.Speech;

public sealed class SpeechSplitTests : InFolder
{
    private static readonly string[] speakers = ["anna", "ben", "cleo", "dan"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_own_split_is_by_take_complete_and_the_same_for_all_seeds(bool keepValidation)
    {
        WordFolder.Write(Root, ["no", "yes"], speakers, 13);
        var open = SpeechData.Open(Root, SpeechSplit.Own, keepValidation);
        var data = open(1);
        Assert.Equal((keepValidation ? 24 : 64, keepValidation ? 40 : 0, 40), (data.Train.Count, data.Validation.Count, data.Test.Count));
        AssertComplete(data, 104);
        Assert.All(data.Test, one => Assert.InRange(one.Index, 0, 4));
        Assert.All(data.Validation, one => Assert.InRange(one.Index, 5, 9));
        Assert.All(data.Train, one => Assert.InRange(one.Index, keepValidation ? 10 : 5, 12));
        Assert.Same(data, open(2));
        Assert.Equal(speakers, data.TestSpeakers);
    }

    [Fact]
    public void The_own_split_is_told_in_words()
    {
        WordFolder.Write(Root, ["no", "yes"], speakers, 11);
        var (name, data) = (new DirectoryInfo(Root).Name, SpeechData.Open(Root)(1));
        Assert.Equal($"recordings of {name}, 8,000 Hz, own split: takes 0 to 4 of every speaker test, 5 to 9 validate, the others train", data.Description);
        Assert.Equal("8 training, 40 validation, 40 test recordings", data.Counts);
        Assert.EndsWith("takes 0 to 4 of every speaker test, the others train", SpeechData.Open(Root, keepValidation: false)(1).Description);
        Assert.Equal((name, "own", 2, false), (data.Source, data.SplitName, data.Classes, data.IsSynthetic));
    }

    [Theory]
    [InlineData(1, "anna", "ben")]
    [InlineData(3, "cleo", "dan")]
    [InlineData(4, "dan", "anna")]
    [InlineData(5, "anna", "ben")]
    [InlineData(0, "dan", "anna")]
    public void The_speaker_split_leaves_out_one_to_test_and_the_next_to_validate(long seed, string test, string validation)
    {
        WordFolder.Write(Root, ["no", "yes"], speakers, 3);
        var data = SpeechData.Open(Root, SpeechSplit.Speaker)(seed);
        AssertComplete(data, 24);
        Assert.Equal([test], data.TestSpeakers);
        Assert.Equal([validation], data.Validation.Select(one => one.Speaker).Distinct());
        Assert.Equal(speakers.Except([test, validation]), data.Train.Select(one => one.Speaker).Distinct());
        Assert.EndsWith($"speaker split: seed {seed} leaves out {test} to test and {validation} to validate, the other 2 train", data.Description);
        var all = SpeechData.Open(Root, SpeechSplit.Speaker, keepValidation: false)(seed);
        AssertComplete(all, 24);
        Assert.Equal(speakers.Except([test]), all.Train.Select(one => one.Speaker).Distinct());
        Assert.EndsWith($"seed {seed} leaves out {test} to test, the other 3 train", all.Description);
    }

    [Fact]
    public void As_many_seeds_as_speakers_test_everybody_once()
    {
        WordFolder.Write(Root, ["no", "yes"], speakers, 1);
        var open = SpeechData.Open(Root, SpeechSplit.Speaker);
        Assert.Equal(speakers, Enumerable.Range(8, 4).SelectMany(seed => open(seed).TestSpeakers).Order());
    }

    [Fact]
    public void The_samples_of_files_are_shared_by_all_seeds()
    {
        WordFolder.Write(Root, ["no", "yes"], speakers, 1);
        var open = SpeechData.Open(Root, SpeechSplit.Speaker);
        Assert.Same(open(1).Test[0].Sound.Samples, open(5).Test[0].Sound.Samples);
    }

    [Fact]
    public void Too_few_takes_for_the_own_split_are_refused_with_what_is_needed()
    {
        WordFolder.Write(Root, ["no", "yes"], speakers, 10);
        AssertRefused(
            "expected every word in each part (takes 0 to 4 of every speaker test, 5 to 9 validate, the others train), got no training recording of \"no\". "
            + "Say every word 11 times or more and number the takes from 0, or leave speakers out with --split speaker.", SpeechSplit.Own);
        Assert.Equal(40, SpeechData.Open(Root, keepValidation: false)(1).Train.Count);
    }

    [Fact]
    public void Too_few_speakers_to_leave_out_are_refused()
    {
        WordFolder.Write(Root, ["no", "yes"], ["anna", "ben"], 11);
        AssertRefused("expected more than 2 speakers, got 2 (anna, ben). Record more people, or use --split own.", SpeechSplit.Speaker);
    }

    [Fact]
    public void A_word_that_only_the_left_out_said_is_refused_but_they_need_not_say_all()
    {
        WordFolder.Write(Root, ["maybe", "no", "yes"], speakers, 1);
        File.Delete(Path.Combine(Root, "no_anna_0.wav"));
        Assert.Equal(2, SpeechData.Open(Root, SpeechSplit.Speaker)(1).Test.Count);
        foreach (var speaker in new[] { "cleo", "dan" })
            File.Delete(Path.Combine(Root, $"maybe_{speaker}_0.wav"));
        AssertRefused("got no training recording of \"maybe\". Let more people say every word.", SpeechSplit.Speaker);
    }

    [Fact]
    public void Another_split_is_refused() => AssertRefused("Split, --split: expected own or speaker, got \"random\".", "random");

    [Fact]
    public void The_first_training_recordings_hold_every_word_and_speaker()
    {
        WordFolder.Write(Root, ["no", "yes"], speakers, 15);
        var data = SpeechData.Open(Root)(1);
        var first = data.WithFirst(8);
        Assert.Equal(8, first.Train.Select(one => (one.Label, one.Speaker)).Distinct().Count());
        Assert.Empty(first.Remarks);
        Assert.Equal(["The first 3 training recordings hold 2 of 2 words and 2 of 4 speakers."], data.WithFirst(3).Remarks);
        Assert.Same(data, data.WithFirst(1000));
    }

    [Fact]
    public void The_real_recordings_split_as_the_data_set_says()
    {
        var data = SpeechData.Open(RealData.Folder("fsdd/recordings/"))(1);
        Assert.Equal((2400, 300, 300), (data.Train.Count, data.Validation.Count, data.Test.Count));
        AssertComplete(data, 3000);
        Assert.All(Enumerable.Range(0, 10), digit => Assert.Equal(30, data.Test.Count(one => one.Label == digit)));
    }

    [Fact]
    public void The_real_recordings_split_by_speaker()
    {
        var data = SpeechData.Open(RealData.Folder("fsdd/recordings/"), SpeechSplit.Speaker)(1);
        Assert.Equal((2000, 500, 500), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal("recordings of fsdd, 8,000 Hz, speaker split: seed 1 leaves out george to test and jackson to validate, the other 4 train", data.Description);
    }

    internal static void AssertComplete(SpeechData data, int count)
    {
        (int, string, int)[] all = [.. data.Train.Concat(data.Validation).Concat(data.Test).Select(one => (one.Label, one.Speaker, one.Index))];
        Assert.Equal(count, all.Length);
        Assert.Equal(count, all.Distinct().Count());
    }

    private void AssertRefused(string message, string split) =>
        Assert.Contains(message, Assert.Throws<DataException>(() => SpeechData.Open(Root, split)).Message);
}

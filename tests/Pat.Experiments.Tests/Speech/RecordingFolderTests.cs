using Pat.Experiments.Audio;
using Pat.Experiments.Data;
using Pat.Experiments.Speech;
using Pat.Experiments.Tests.CommandLine;
using Pat.Experiments.Tests.Data;

namespace Pat.Experiments.Tests.Speech;

public sealed class RecordingFolderTests : InFolder
{
    [Theory]
    [InlineData("7_george_12.wav", "7", "george", 12)]
    [InlineData("yes_anna_0.WAV", "yes", "anna", 0)]
    [InlineData("turn-left_a.b c_007.wav", "turn-left", "a.b c", 7)]
    public void A_name_says_word_speaker_and_take(string file, string word, string speaker, int index) =>
        Assert.Equal(new RecordingName(word, speaker, index), RecordingName.Parse(file));

    [Theory]
    [InlineData("7_george.wav")]
    [InlineData("7_george_x.wav")]
    [InlineData("7_george_-1.wav")]
    [InlineData("7_george_1.5.wav")]
    [InlineData("7_george_99999999999.wav")]
    [InlineData("turn_left_anna_1.wav")]
    [InlineData("_anna_1.wav")]
    [InlineData("7__1.wav")]
    [InlineData("7.wav")]
    public void Another_name_is_refused_with_the_file(string file)
    {
        WordFolder.Write(Root, ["no", "yes"], ["anna"], 1);
        File.Move(Path.Combine(Root, "no_anna_0.wav"), Path.Combine(Root, file));
        AssertRefused($"Recording, {Path.Combine(Root, file)}: expected a name LABEL_SPEAKER_INDEX.wav such as 7_george_12.wav, with two \"_\" and a whole number, got {file}. Rename");
    }

    [Fact]
    public void Classes_are_the_labels_numbers_first_and_in_their_order()
    {
        WordFolder.Write(Root, ["yes", "10", "9", "no"], ["anna", "ben"], 2);
        var set = RecordingFolder.Read(Root);
        Assert.Equal(["9", "10", "no", "yes"], set.ClassNames);
        Assert.Equal(["anna", "ben"], set.Speakers);
        Assert.Equal(new DirectoryInfo(Root).Name, set.Source);
        Assert.Empty(set.Remarks);
        Assert.False(set.IsSynthetic);
        Assert.Equal(16, set.Recordings.Count);
        Assert.Equal((0, "anna", 0), (set.Recordings[0].Label, set.Recordings[0].Speaker, set.Recordings[0].Index));
        // The first recordings hold everything: take 0 of all words and speakers.
        Assert.Equal(8, set.Recordings.Take(8).Select(one => (one.Label, one.Speaker)).Distinct().Count());
        // "9" of ben, take 1, is file 11 of those that were written.
        var one = set.Recordings.Single(one => one is { Label: 0, Speaker: "ben", Index: 1 });
        Assert.Equal(11 / 4096f, one.Sound.Samples[0]);
    }

    [Fact]
    public void Other_files_and_subfolders_are_left_alone()
    {
        WordFolder.Write(Root, ["no", "yes"], ["anna"], 1);
        WordFolder.Write(Path.Combine(Root, "vowels"), ["iy"], ["anna"], 1);
        File.WriteAllText(Path.Combine(Root, "README.md"), "");
        File.WriteAllText(Path.Combine(Root, "._no_anna_0.wav"), "");
        Assert.Equal(2, RecordingFolder.Read(Root).Recordings.Count);
    }

    [Fact]
    public void Stereo_at_44_100_Hz_becomes_one_channel_at_8_000_Hz_with_remarks()
    {
        WordFolder.Write(Root, ["no", "yes"], ["anna"], 1);
        var sound = WordFolder.Tone(44_100, 2, 44_100);
        WavWriter.WriteFloat(Path.Combine(Root, "yes_anna_1.wav"), sound);
        var set = RecordingFolder.Read(Root);
        var read = set.Recordings.Single(one => one.Index == 1).Sound;
        Assert.Equal((1, 8000, 8000), (read.Channels, read.Rate, read.Frames));
        for (var t = 1000; t < 7000; t++)
            Assert.Equal(0.5 * Math.Sin(2 * Math.PI * 500 * t / 8000), read.Samples[t], 1e-3); // the flatness of the pass band
        Assert.Equal(
            ["1 of 3 recordings had another sampling rate and were brought to 8,000 Hz.",
                "The files have several sampling rates (8,000 Hz: 2, 44,100 Hz: 1), which can be heard: a network may learn the recorder in place of the word.",
                "1 of 3 recordings had several channels, of which the mean was taken."], set.Remarks);
    }

    [Fact]
    public void A_speaker_who_left_a_word_out_is_named()
    {
        WordFolder.Write(Root, ["a", "b", "c", "d", "e"], ["anna", "ben", "cleo"], 1);
        File.Delete(Path.Combine(Root, "c_ben_0.wav"));
        foreach (var word in new[] { "a", "b", "c", "d" })
            File.Delete(Path.Combine(Root, $"{word}_cleo_0.wav"));
        Assert.Equal(["2 of 3 speakers did not say every word: ben (no c), cleo (no a, b, c, ...)."], RecordingFolder.Read(Root).Remarks);
    }

    [Fact]
    public void The_folder_of_the_data_set_is_found_in_a_data_folder_and_compared_with_its_name()
    {
        var folder = Path.Combine(Root, "fsdd", "recordings");
        WordFolder.Write(folder, ["0", "1"], ["anna"], 1);
        var set = RecordingFolder.Read(Root);
        Assert.Equal("fsdd", set.Source);
        Assert.Equal(
            [$"{folder} is not the Free Spoken Digit Dataset: expected 3,000 recordings of 10 digits by 6 speakers, got 2 (words: 2, speakers: 1). Results are not results on that data set."],
            set.Remarks);
        Assert.Equal(set.Remarks, RecordingFolder.Read(folder).Remarks);
    }

    [Fact]
    public void A_folder_that_is_missing_or_empty_is_named()
    {
        AssertRefused($"Data folder, {Out}: expected a folder that holds fsdd/recordings/ or files LABEL_SPEAKER_INDEX.wav, got no such folder. Check --data.", Out);
        AssertRefused($"Data folder, {Root}: expected fsdd/recordings/, or files LABEL_SPEAKER_INDEX.wav such as 7_george_12.wav, got no WAV file. Check --data; subfolders are not read.");
        WordFolder.Write(Path.Combine(Root, "yes"), ["yes"], ["anna"], 1);
        AssertRefused("got no WAV file, only subfolders. Check --data; subfolders are not read.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.25f)]
    public void A_recording_that_never_moves_is_refused(float value)
    {
        WordFolder.Write(Root, ["no", "yes"], ["anna"], 1);
        var path = Path.Combine(Root, "yes_anna_1.wav");
        WavWriter.WritePcm16(path, new([.. Enumerable.Repeat(value, 100)], 1, 8000));
        AssertRefused($"Recording, {path}: expected a sound, got silence: all its samples are the same. Record it again, or take the file out.");
    }

    [Fact]
    public void Copies_are_named()
    {
        WordFolder.Write(Root, ["no", "yes"], ["anna"], 2);
        File.Copy(Path.Combine(Root, "yes_anna_0.wav"), Path.Combine(Root, "yes_anna_7.wav"));
        Assert.Equal(
            ["1 recording is a copy of another, sample for sample, such as yes_anna_7.wav of yes_anna_0.wav: where one is tested and the other learned, accuracies are too high."],
            RecordingFolder.Read(Root).Remarks);
    }

    [Fact]
    public void Synthesised_words_stay_synthetic_in_files()
    {
        WordFolder.Write(Root, ["no", "yes"], ["anna"], 1);
        File.WriteAllText(Path.Combine(Root, RecordingFolder.SyntheticMark), "");
        var set = RecordingFolder.Read(Root);
        Assert.True(set.IsSynthetic);
        Assert.Equal("synthetic", set.Source);
        Assert.Equal($"synthesised words of {new DirectoryInfo(Root).Name}, 8,000 Hz", set.Title);
    }

    [Fact]
    public void One_word_cannot_be_told_from_others()
    {
        WordFolder.Write(Root, ["yes"], ["anna"], 2);
        AssertRefused("expected recordings of two words or more, got \"yes\" only.");
    }

    [Theory]
    [InlineData("Yes", "\"Yes\" and \"yes\"")]
    [InlineData("007", "\"007\" and \"7\"")]
    public void Two_spellings_of_a_word_are_refused(string other, string both)
    {
        WordFolder.Write(Root, ["yes", "7", other], ["anna"], 1);
        AssertRefused($"expected one spelling for each word, got {both}. Rename");
    }

    // Otherwise a voice that is left out to test could train under another spelling of its name.
    [Fact]
    public void Two_spellings_of_a_speaker_are_refused()
    {
        WordFolder.Write(Root, ["no", "yes"], ["anna", "ben", "Anna"], 1);
        AssertRefused("expected one spelling for each speaker, got \"Anna\" and \"anna\". Rename");
    }

    [Fact]
    public void A_take_that_is_there_twice_is_refused()
    {
        WordFolder.Write(Root, ["no", "yes"], ["anna"], 2);
        File.Copy(Path.Combine(Root, "yes_anna_1.wav"), Path.Combine(Root, "yes_anna_01.wav"));
        AssertRefused("expected one file for each take, got the take of yes_anna_01.wav again.");
    }

    [Fact]
    public void A_damaged_file_is_named_with_the_byte()
    {
        WordFolder.Write(Root, ["no", "yes"], ["anna"], 30);
        var path = Path.Combine(Root, "yes_anna_7.wav");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..100]);
        AssertRefused($"WAV file, {path}, byte 4: expected 124 bytes in all, as its head says, got 100.");
    }

    [Fact]
    public void A_file_without_sound_or_with_a_speech_is_refused()
    {
        WordFolder.Write(Root, ["no", "yes"], ["anna"], 1);
        var path = Path.Combine(Root, "yes_anna_1.wav");
        WavWriter.WritePcm16(path, new([], 1, 8000));
        AssertRefused($"Recording, {path}: expected a sound, got a file without samples.");
        WavWriter.WritePcm16(path, WordFolder.Tone(4000, 1, 124_000));
        AssertRefused($"Recording, {path}: expected one word, at most 30 s, got 31 s. Cut the recording into words");
    }

    [Fact]
    public void The_real_recordings_are_3_000_of_six_speakers_without_remarks()
    {
        var set = RecordingFolder.Read(RealData.Folder("fsdd/recordings/"));
        Assert.Empty(set.Remarks);
        Assert.Equal(("fsdd", 3000), (set.Source, set.Recordings.Count));
        Assert.Equal(["george", "jackson", "lucas", "nicolas", "theo", "yweweler"], set.Speakers);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], set.ClassNames);
        Assert.All(set.Recordings, one => Assert.Equal((8000, 1), (one.Sound.Rate, one.Sound.Channels)));
        Assert.Equal(300, set.Recordings.Count(one => one.Label == 3));
    }

    private void AssertRefused(string message, string? folder = null) =>
        Assert.Contains(message, Assert.Throws<DataException>(() => RecordingFolder.Read(folder ?? Root)).Message);
}

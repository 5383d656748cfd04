using Pat.Core.Tensors;
using Pat.Experiments.Speech;

namespace Pat.Experiments.Tests.Speech;

public sealed class SyntheticSpokenDigitsTests
{
    [Fact]
    public void The_same_seed_draws_the_same_bits_on_any_number_of_threads()
    {
        var one = SyntheticSpokenDigits.Draw(5);
        SpeechData? other = null;
        Workers.OnOneThread(() => other = SpeechData.Open(null)(5));
        Assert.Equal(one.Description, other!.Description);
        foreach (var (a, b) in one.Train.Zip(other.Train))
            Assert.Equal((a.Label, a.Speaker, a.Index, Convert.ToHexString(Bytes(a))), (b.Label, b.Speaker, b.Index, Convert.ToHexString(Bytes(b))));
        Assert.NotEqual(one.Train[0].Sound.Samples, SyntheticSpokenDigits.Draw(6).Train[0].Sound.Samples);
    }

    [Fact]
    public void The_own_split_mixes_talkers()
    {
        var data = SyntheticSpokenDigits.Draw(1);
        Assert.Equal((600, 120, 240), (data.Train.Count, data.Validation.Count, data.Test.Count));
        SpeechSplitTests.AssertComplete(data, 960);
        Assert.Equal(12, data.TestSpeakers.Count);
        Assert.Equal(("synthetic", true, 10), (data.Source, data.IsSynthetic, data.Classes));
        Assert.Equal(
            "SYNTHETIC spoken digits of seed 1, said by 12 talkers that the program made up, 8,000 Hz, own split: takes 0 to 1 of every speaker test, 2 validate, the others train", data.Description);
        Assert.Equal(720, SyntheticSpokenDigits.Draw(1, keepValidation: false).Train.Count);
    }

    [Fact]
    public void The_speaker_split_leaves_talkers_out()
    {
        var data = SpeechData.Open(null, SpeechSplit.Speaker)(2);
        Assert.Equal((560, 160, 240), (data.Train.Count, data.Validation.Count, data.Test.Count));
        SpeechSplitTests.AssertComplete(data, 960);
        Assert.Equal(["talker002", "talker003", "talker004"], data.TestSpeakers);
        Assert.Empty(data.Train.Select(one => one.Speaker).Intersect([.. data.TestSpeakers, .. data.Validation.Select(one => one.Speaker)]));
    }

    [Fact]
    public void Recordings_are_words_of_plausible_length_and_level()
    {
        var data = SyntheticSpokenDigits.Draw(3);
        Assert.All(data.Train, one =>
        {
            Assert.Equal((8000, 1), (one.Sound.Rate, one.Sound.Channels));
            Assert.InRange(one.Sound.Seconds, 0.08, 2);
            Assert.InRange(one.Sound.Samples.Max(Math.Abs), 0.45f, 0.9f);
        });
        // No talker says a digit twice in the same way.
        Assert.Equal(600, data.Train.Select(one => Convert.ToHexString(Bytes(one))).Distinct().Count());
    }

    private static byte[] Bytes(Recording recording) => System.Runtime.InteropServices.MemoryMarshal.AsBytes(recording.Sound.Samples.AsSpan()).ToArray();
}

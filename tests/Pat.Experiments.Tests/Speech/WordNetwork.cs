using Pat.Experiments.Audio;
using Pat.Experiments.Speech;
using Pat.Experiments.Tests.CommandLine;

namespace Pat.Experiments.Tests.Speech;

/// <summary>A network that tells two synthesised words of one talker apart after one epoch: small, but a whole one.</summary>
public sealed class WordNetwork : InFolder
{
    private const int Takes = 11; // 5 test, 5 validate, 1 trains

    private readonly Lazy<WordListener> listener;

    public WordNetwork() => listener = new(() => Train("circuit", "log-mel"));

    /// <summary>Where the recordings are.</summary>
    public string Folder => Root;

    internal WordListener Listener => listener.Value;

    /// <summary>A test recording.</summary>
    internal string Seven => Path.Combine(Recorded(), "7_talker001_0.wav");

    internal WordListener Train(string system, string frontEnd) =>
        WordListener.Train(new SpeechOptions { System = system, FrontEnd = frontEnd, Data = Recorded(), Seeds = [1], Devices = [2], Methods = ["pat"], Epochs = 1 });

    private string Recorded() => Record(Path.Combine(Root, "words"));

    /// <summary>The recordings of two words by one talker, in a folder that is made where it is missing.</summary>
    internal static string Record(string folder, int takes = Takes)
    {
        if (Directory.Exists(folder))
            return folder;
        var talkers = new SyntheticTalkers(1, SpeechData.Rate);
        Directory.CreateDirectory(folder);
        foreach (var digit in (int[])[3, 7])
        {
            for (var take = 0; take < takes; take++)
                WavWriter.WritePcm16(Path.Combine(folder, new RecordingName($"{digit}", SyntheticTalkers.NameOf(0), take).ToString()), talkers.Digit(digit, 0, take));
        }
        return folder;
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Pat.Experiments.Audio;

namespace Pat.Experiments.Speech;

/// <summary>Which recordings a network was trained, validated and tested with, known again by what their samples are in a file of 16 bits.</summary>
internal sealed class WordOrigins
{
    private const string Training = "training", Validation = "validation", Test = "test";
    private const int FingerprintBytes = 8; // 64 bits: a chance of 1e-12 that two of some thousand recordings have the same

    private readonly Dictionary<string, string> parts = [];

    /// <summary>Takes the recordings.</summary>
    /// <param name="recordings">Part and fingerprint of each; the first part of a recording counts.</param>
    public WordOrigins(IEnumerable<(string Part, string Fingerprint)> recordings)
    {
        foreach (var (part, fingerprint) in recordings)
            parts.TryAdd(fingerprint, part);
    }

    /// <summary>The recordings of a seed.</summary>
    public static WordOrigins Of(SpeechData data) => new(PartsOf(data).SelectMany(part => part.Recordings.Select(recording => (part.Name, FingerprintOf(recording.Sound)))));

    /// <summary>The parts of the data of a seed, training first.</summary>
    public static IEnumerable<(string Name, IReadOnlyList<Recording> Recordings)> PartsOf(SpeechData data) => [(Training, data.Train), (Validation, data.Validation), (Test, data.Test)];

    /// <summary>What the samples are, rounded as <see cref="WavWriter.WritePcm16"/> does, so that a sound that is written and read keeps it: 16 hexadecimal digits.</summary>
    /// <param name="sound">One channel of <see cref="SpeechData.Rate"/>.</param>
    public static string FingerprintOf(Sound sound)
    {
        var bytes = new byte[sizeof(int) * sound.Samples.Length];
        for (var i = 0; i < sound.Samples.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(sizeof(int) * i), (int)Math.Min(MathF.Round(sound.Samples[i] * 32768), 32767));
        return Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, FingerprintBytes));
    }

    /// <summary>What the recordings of a seed are, and how they are divided: another one has another fingerprint.</summary>
    public static string FingerprintOf(SpeechData data) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', PartsOf(data).SelectMany(part =>
        part.Recordings.Select(recording => FormattableString.Invariant($"{part.Name},{data.ClassNames[recording.Label]},{recording.Speaker},{recording.Index},{FingerprintOf(recording.Sound)}")))))));

    /// <summary>What a sound has to do with these recordings.</summary>
    /// <param name="sound">One channel of <see cref="SpeechData.Rate"/>.</param>
    public string TextOf(Sound sound) => parts.GetValueOrDefault(FingerprintOf(sound)) switch
    {
        Training => "one of the training recordings: the network has learned from it",
        Validation => "one of the validation recordings",
        Test => "one of the test recordings: the network has not learned from it",
        _ => "not one of the recordings that the network was trained or tested with",
    };
}

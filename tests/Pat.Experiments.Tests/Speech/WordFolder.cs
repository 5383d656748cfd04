using Pat.Experiments.Audio;

namespace Pat.Experiments.Tests.Speech;

/// <summary>A folder of made-up recordings, to damage.</summary>
internal static class WordFolder
{
    /// <summary>Writes takes 0 to takes − 1 of each word by each speaker; sample 0 tells which file it is.</summary>
    public static void Write(string folder, string[] words, string[] speakers, int takes)
    {
        Directory.CreateDirectory(folder);
        var number = 0;
        foreach (var word in words)
        {
            foreach (var speaker in speakers)
            {
                for (var take = 0; take < takes; take++)
                    WavWriter.WritePcm16(Path.Combine(folder, $"{word}_{speaker}_{take}.wav"), Tone(8000, 1, 40, number++ / 4096f));
            }
        }
    }

    /// <summary>A sine of 500 Hz in all channels, of amplitude 0.5.</summary>
    public static Sound Tone(int rate, int channels, int frames, float? first = null)
    {
        var samples = new float[frames * channels];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (float)(0.5 * Math.Sin(2 * Math.PI * 500 * (i / channels) / rate));
        samples[0] = first ?? samples[0];
        return new(samples, channels, rate);
    }
}

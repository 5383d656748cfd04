namespace Pat.Experiments.Audio;

/// <summary>How a sample stands in a WAV file.</summary>
internal enum WavEncoding
{
    /// <summary>Unsigned byte, 128 is silence.</summary>
    Pcm8,

    /// <summary>Signed, least significant byte first.</summary>
    Pcm16,

    /// <summary>Signed, least significant byte first.</summary>
    Pcm24,

    /// <summary>Signed, least significant byte first.</summary>
    Pcm32,

    /// <summary>IEEE 754, single.</summary>
    Float32,

    /// <summary>IEEE 754, double.</summary>
    Float64,
}

/// <summary>The format of a WAV file.</summary>
/// <param name="Encoding">How a sample stands.</param>
/// <param name="Channels">Number of channels.</param>
/// <param name="Rate">Samples per second of each channel.</param>
/// <param name="SampleBytes">Bytes of a sample.</param>
internal sealed record WavFormat(WavEncoding Encoding, int Channels, int Rate, int SampleBytes)
{
    private const int PcmTag = 1, FloatTag = 3;

    /// <summary>Bytes of all channels at one time.</summary>
    public int FrameBytes => Channels * SampleBytes;

    /// <summary>The encoding of a format tag and a number of bits; null if there is none.</summary>
    public static WavEncoding? Of(int tag, int bits) => (tag, bits) switch
    {
        (PcmTag, 8) => WavEncoding.Pcm8,
        (PcmTag, 16) => WavEncoding.Pcm16,
        (PcmTag, 24) => WavEncoding.Pcm24,
        (PcmTag, 32) => WavEncoding.Pcm32,
        (FloatTag, 32) => WavEncoding.Float32,
        (FloatTag, 64) => WavEncoding.Float64,
        _ => null,
    };
}

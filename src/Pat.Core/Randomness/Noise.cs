using Pat.Core.Tensors;

namespace Pat.Core.Randomness;

/// <summary>
/// A key to a stream of random numbers: small, immutable, without a position. What is drawn depends on the key and the run number alone,
/// so chunks of a batch, threads and the order of calls never change a draw.
/// </summary>
/// <remarks>
/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11, doi 10.1145/2063384.2063405).
/// Element e of run r comes from word (e / 16) mod 4 of the block with counter (16 (e / 64) + e mod 16, r mod 2^32, r / 2^32, 0):
/// sixteen neighbours are sixteen blocks, which is what vectors compute side by side, at every vector width.
/// </remarks>
/// <param name="Key">The key of the stream.</param>
public readonly record struct Noise(ulong Key)
{
    /// <summary>The stream of a seed that a user chose.</summary>
    public static Noise FromSeed(long seed) => new Noise(0).Split("seed").Split(seed);

    /// <summary>A stream of its own for a purpose, for example "readout".</summary>
    public Noise Split(string stream)
    {
        var key = Key;
        foreach (var letter in stream)
            key = Mix(key, letter);
        return new(Mix(key, (1UL << 32) + (ulong)stream.Length));
    }

    /// <summary>A stream of its own for one of many, for example a layer.</summary>
    public Noise Split(long index) => new(Mix(Mix(Key, (ulong)index), 2UL << 32));

    /// <summary>Fills the span with standard normal numbers of a run (Box-Muller on pairs of words 0, 1 and 2, 3).</summary>
    public void Normals(long run, Span<float> destination)
    {
        Span<uint> words = stackalloc uint[4];
        for (var e = 0; e < destination.Length; e++)
        {
            var word = e / 16 % 4;
            Philox.Block(Key, run, (uint)(16 * (e / 64) + e % 16), words);
            var radius = Math.Sqrt(-2 * Math.Log((words[word & ~1] + 0.5) * 2.3283064365386963e-10));
            var angle = 2 * Math.PI * words[word | 1] * 2.3283064365386963e-10;
            destination[e] = (float)(radius * (word % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle)));
        }
    }

    /// <summary>Fills the span with numbers of a run that are uniform on [0, 1).</summary>
    public void Uniforms(long run, Span<float> destination)
    {
        Span<uint> words = stackalloc uint[4];
        for (var e = 0; e < destination.Length; e++)
        {
            Philox.Block(Key, run, (uint)(16 * (e / 64) + e % 16), words);
            destination[e] = (words[e / 16 % 4] >> 8) * 5.9604645e-8f;
        }
    }

    /// <summary>Fills row r of the tensor with <see cref="Normals(long, Span{float})"/> of run <paramref name="firstRun"/> + r.</summary>
    public void Normals(long firstRun, Tensor destination)
    {
        for (var row = 0; row < destination.Rows; row++)
            Normals(firstRun + row, destination.Row(row));
    }

    /// <summary>Fills row r of the tensor with <see cref="Uniforms(long, Span{float})"/> of run <paramref name="firstRun"/> + r.</summary>
    public void Uniforms(long firstRun, Tensor destination)
    {
        for (var row = 0; row < destination.Rows; row++)
            Uniforms(firstRun + row, destination.Row(row));
    }

    /// <summary>The numbers 0 ... count − 1 in a random order (Fisher-Yates).</summary>
    public int[] Permutation(long run, int count)
    {
        var uniforms = new float[count];
        Uniforms(run, uniforms);
        var order = Enumerable.Range(0, count).ToArray();
        for (var i = count - 1; i > 0; i--)
        {
            var j = Math.Min(i, (int)(uniforms[i] * (i + 1.0)));
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    // SplitMix64's finaliser (Steele, Lea, Flood, OOPSLA 2014, doi 10.1145/2660193.2660195) over key and data.
    private static ulong Mix(ulong key, ulong data)
    {
        var z = key + 0x9e3779b97f4a7c15UL + data * 0xd1342543de82ef95UL;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9UL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebUL;
        return z ^ (z >> 31);
    }
}

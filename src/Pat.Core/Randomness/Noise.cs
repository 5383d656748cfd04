using Pat.Core.Lanes;
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
    private const int ChunkLength = 1 << 15; // numbers drawn by one thread at a time: tens of microseconds

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

    /// <summary>One standard normal number of a run: element 0 of <see cref="Normals(long, Span{float})"/>.</summary>
    public float Normal(long run)
    {
        float number = 0;
        Normals(run, new Span<float>(ref number));
        return number;
    }

    /// <summary>One number of a run that is uniform on [0, 1): element 0 of <see cref="Uniforms(long, Span{float})"/>.</summary>
    public float Uniform(long run)
    {
        float number = 0;
        Uniforms(run, new Span<float>(ref number));
        return number;
    }

    /// <summary>Fills the span with standard normal numbers of a run.</summary>
    /// <remarks>
    /// Box-Muller on words a, b = 0, 1 and 2, 3 of a block: the elements of word a are r cos φ, those of word b are r sin φ, with
    /// r = √(−2 log((a + ½) / 2^32)) and φ = 2π b / 2^32, with an error below 5e-7 r. No number is beyond ±6.77.
    /// </remarks>
    public void Normals(long run, Span<float> destination) => Fill<NormalDistribution>(run, 1, destination.Length, destination);

    /// <summary>Fills the span with numbers of a run that are uniform on [0, 1): the top 24 bits of each word, times 2^-24.</summary>
    public void Uniforms(long run, Span<float> destination) => Fill<UniformDistribution>(run, 1, destination.Length, destination);

    /// <summary>Fills row r of the tensor with <see cref="Normals(long, Span{float})"/> of run <paramref name="firstRun"/> + r.</summary>
    /// <remarks>A tensor of one dimension has rows of one number: each is a run of its own.</remarks>
    public void Normals(long firstRun, Tensor destination) => Fill<NormalDistribution>(firstRun, destination);

    /// <summary>Fills row r of the tensor with <see cref="Uniforms(long, Span{float})"/> of run <paramref name="firstRun"/> + r.</summary>
    /// <remarks>A tensor of one dimension has rows of one number: each is a run of its own.</remarks>
    public void Uniforms(long firstRun, Tensor destination) => Fill<UniformDistribution>(firstRun, destination);

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

    private void Fill<TDistribution>(long firstRun, Tensor destination) where TDistribution : struct, IDistribution
    {
        if (destination.Length == 0)
            return;
        var (noise, columns) = (this, destination.RowLength);
        Workers.ForEachChunk(destination.Rows, Math.Max(1, ChunkLength / columns), (from, to) =>
            noise.Fill<TDistribution>(firstRun + from, to - from, columns, destination.AsSpan()[(from * columns)..(to * columns)]));
    }

    private unsafe void Fill<TDistribution>(long firstRun, int rows, int columns, Span<float> destination)
        where TDistribution : struct, IDistribution
    {
        fixed (float* p = destination)
        {
            var kernel = new DrawKernel<TDistribution>(Key, firstRun, rows, columns, p);
            Widest.Run(ref kernel);
        }
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

namespace Pat.Core.Tests.Randomness;

/// <summary>Philox4x32-10 and the numbers of a run, one at a time, as the definition says.</summary>
internal static class PhiloxOracle
{
    private const double PerWord = 1.0 / (1L << 32);

    public static uint[] Block(uint[] counter, uint[] key)
    {
        var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3]);
        var (k0, k1) = (key[0], key[1]);
        for (var round = 0; round < 10; round++)
        {
            var p0 = 0xD2511F53UL * c0;
            var p1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        return [c0, c1, c2, c3];
    }

    public static uint[] Block(ulong key, long run, uint block) =>
        Block([block, (uint)run, (uint)(run >> 32), 0], [(uint)key, (uint)(key >> 32)]);

    public static float Uniform(ulong key, long run, int element) => (Words(key, run, element)[element / 16 % 4] >> 8) / 16777216f;

    /// <summary>The exact normal number and its radius.</summary>
    public static (double Value, double Radius) Normal(ulong key, long run, int element)
    {
        var (words, word) = (Words(key, run, element), element / 16 % 4);
        return Normal(words[word & ~1], words[word | 1], word % 2);
    }

    public static (double Value, double Radius) Normal(uint first, uint second, int which)
    {
        // Near 1 through the distance from 1, which the double logarithm would lose.
        var u = (first + 0.5) * PerWord;
        var distance = (uint.MaxValue - first + 0.5) * PerWord;
        var log = distance < 1e-3 ? -distance * (1 + distance * (0.5 + distance * (1.0 / 3 + distance / 4))) : Math.Log(u);
        var radius = Math.Sqrt(-2 * log);
        return (radius * (which == 0 ? double.CosPi(2.0 * second * PerWord) : double.SinPi(2.0 * second * PerWord)), radius);
    }

    private static uint[] Words(ulong key, long run, int element) => Block(key, run, (uint)(16 * (element / 64) + element % 16));
}

namespace Pat.Core.Randomness;

/// <summary>Philox4x32-10: ten rounds of multiplication and exclusive or that turn a counter into four random words.</summary>
internal static class Philox
{
    private const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57;
    private const uint W0 = 0x9E3779B9, W1 = 0xBB67AE85;

    /// <summary>The four words of the block with counter (block, run mod 2^32, run / 2^32, 0).</summary>
    public static void Block(ulong key, long run, uint block, Span<uint> words)
    {
        uint c0 = block, c1 = (uint)run, c2 = (uint)(run >> 32), c3 = 0;
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (var round = 0; round < 10; round++)
        {
            var p0 = (ulong)M0 * c0;
            var p1 = (ulong)M1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += W0;
            k1 += W1;
        }
        (words[0], words[1], words[2], words[3]) = (c0, c1, c2, c3);
    }
}

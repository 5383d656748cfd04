using Pat.Core.Randomness;

namespace Pat.Core.Tests.Randomness;

[Trait("Category", "Law")]
public sealed unsafe class PhiloxTests
{
    // Known answers of Random123 (kat_vectors, philox4x32 10), the library of the authors.
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void The_oracle_gives_the_known_answers(string counter, string key, string words) =>
        Assert.Equal(Words(words), PhiloxOracle.Block(Words(counter), Words(key)));

    [Fact]
    public void Sixteen_blocks_of_a_run_are_those_of_the_oracle_at_every_width()
    {
        foreach (var (key, run) in KeysAndRuns())
        {
            foreach (var first in (uint[])[0, 16, 0x7ffffff0, 0xfffffff0])
            {
                CheckRun<Words512>(key, run, first);
                CheckRun<Words256>(key, run, first);
                CheckRun<Words128>(key, run, first);
                CheckRun<WordsScalar>(key, run, first);
            }
        }
    }

    [Fact]
    public void Sixteen_blocks_of_a_table_are_those_of_the_oracle_at_every_width()
    {
        foreach (var (key, run) in KeysAndRuns())
        {
            CheckTable<Words512>(key, run);
            CheckTable<Words256>(key, run);
            CheckTable<Words128>(key, run);
            CheckTable<WordsScalar>(key, run);
        }
    }

    private static IEnumerable<(ulong Key, long Run)> KeysAndRuns()
    {
        foreach (var key in (ulong[])[0, 1, 0x299f31d0a4093822, ulong.MaxValue])
        {
            foreach (var run in (long[])[0, 1, 0xfffffff8, 0x100000000, -3, long.MinValue, long.MaxValue - 20])
                yield return (key, run);
        }
    }

    private static void CheckRun<W>(ulong key, long run, uint first) where W : unmanaged, IWords<W>
    {
        var words = stackalloc uint[64];
        Philox.OfRun<W>(key, run, first, 0, words);
        for (var b = 0u; b < 16; b++)
            CheckBlock(PhiloxOracle.Block(key, run, first + b), words, b);
        Philox.OfRun<W>(key, run, first, 8, words);
        Assert.Equal(PhiloxOracle.Block(key, run, first + 3)[2] >> 8, words[32 + 3]);
    }

    private static void CheckTable<W>(ulong key, long run) where W : unmanaged, IWords<W>
    {
        var words = stackalloc uint[64];
        var table = stackalloc uint[32];
        for (var b = 0u; b < 16; b++)
            (table[b], table[16 + b]) = (b % 5 + (b == 7 ? 0xfffffff0 : 0), b / 5);
        Philox.OfTable<W>(key, run, table, 0, words);
        for (var b = 0u; b < 16; b++)
            CheckBlock(PhiloxOracle.Block(key, run + table[16 + b], table[b]), words, b);
    }

    private static void CheckBlock(uint[] expected, uint* words, uint b)
    {
        for (var w = 0; w < 4; w++)
            Assert.Equal(expected[w], words[16 * w + b]);
    }

    private static uint[] Words(string hex) => Array.ConvertAll(hex.Split(' '), word => Convert.ToUInt32(word, 16));
}

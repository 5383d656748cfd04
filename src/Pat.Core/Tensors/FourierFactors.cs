namespace Pat.Core.Tensors;

/// <summary>How a transform length is split into radices, and the order that decimation in frequency leaves behind.</summary>
internal static class FourierFactors
{
    /// <summary>Radices whose product is n: odd primes first, then powers of two up to 8 that are as equal as can be.</summary>
    public static List<int> Of(int n)
    {
        var radices = new List<int>();
        var twos = int.TrailingZeroCount(n);
        n >>= twos;
        for (var p = 3; n > 1; p += 2)
        {
            if ((long)p * p > n)
                p = n;
            for (; n % p == 0; n /= p)
                radices.Add(p);
        }
        var passes = (twos + 2) / 3;
        for (var i = 0; i < passes; i++)
            radices.Add(1 << ((twos + i) / passes));
        return radices;
    }

    /// <summary>The largest prime among the radices that has no butterfly of its own; 0 if there is none.</summary>
    public static int LargestOtherPrime(List<int> radices) =>
        radices.Where(r => r > 5 && r % 2 == 1).DefaultIfEmpty(0).Max();

    /// <summary>The frequency at each place: the digits j1 j2 ... jk of the place, j1 the most significant, stand for j1 + r1 (j2 + r2 (...)).</summary>
    public static int[] ScrambledOrder(int n, List<int> radices)
    {
        var order = new int[n];
        for (var place = 0; place < n; place++)
        {
            var (rest, block, weight) = (place, n, 1);
            foreach (var r in radices)
            {
                block /= r;
                order[place] += rest / block * weight;
                rest %= block;
                weight *= r;
            }
        }
        return order;
    }
}

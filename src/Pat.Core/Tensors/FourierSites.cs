namespace Pat.Core.Tensors;

/// <summary>What all butterflies of a pass share.</summary>
internal unsafe struct FourierSites
{
    /// <summary>The numbers to read.</summary>
    public float* Re, Im;

    /// <summary>The numbers to write.</summary>
    public float* ToRe, ToIm;

    /// <summary>Number of blocks, distance between the numbers of a butterfly (also the number of butterflies in a block), numbers in a butterfly.</summary>
    public int Blocks, Apart, Radix;

    /// <summary>Twiddle factors of the butterflies of a block.</summary>
    public float* Twiddles;

    /// <summary>Roots of one and 2 · Radix vectors of scratch, for <see cref="RadixPrime"/>.</summary>
    public float* Roots, Scratch;

    /// <summary>Where the results of a block go, at distance Blocks; null for the places that were read.</summary>
    public int* Places;
}

using System.Runtime.CompilerServices;

namespace Pat.Core.Tensors;

/// <summary>The memory behind one or more tensors. Pooled memory starts at a cache line and goes back when its scope is reset.</summary>
internal sealed class TensorStorage
{
    private const int FloatsPerCacheLine = 16;

    private float[]? array;
    private readonly int offset;

    private TensorStorage(float[] array, int offset)
    {
        this.array = array;
        this.offset = offset;
    }

    public int Capacity => array!.Length - FloatsPerCacheLine;

    public static TensorStorage OnHeap(int length) => new(new float[length], 0);

    /// <summary>Wraps an array that <see cref="AllocatePinned"/> made.</summary>
    public static unsafe TensorStorage OfPinned(float[] array)
    {
        var address = (nuint)Unsafe.AsPointer(ref array[0]);
        return new(array, (int)((64 - (address & 63)) & 63) / sizeof(float));
    }

    /// <summary>Memory that the collector never moves, with room to start at a cache line.</summary>
    public static float[] AllocatePinned(int capacity) =>
        GC.AllocateUninitializedArray<float>(capacity + FloatsPerCacheLine, pinned: true);

    public Span<float> Span(int length)
    {
        ObjectDisposedException.ThrowIf(array is null, typeof(Tensor));
        return array.AsSpan(offset, length);
    }

    /// <summary>Takes the array away, so that a late reader gets an error instead of another tensor's values.</summary>
    public float[] Release()
    {
        var released = array!;
        array = null;
#if DEBUG
        released.AsSpan().Fill(float.NaN);
#endif
        return released;
    }
}

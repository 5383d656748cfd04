using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pat.Core.Tensors;

/// <summary>Scratch memory of a kernel: aligned to cache lines, kept by the thread for its next user.</summary>
public readonly unsafe ref struct Workspace : IDisposable
{
    /// <summary>Bytes of a cache line.</summary>
    internal const int Alignment = 64;

    private const int FloatsPerCacheLine = Alignment / sizeof(float);

    [ThreadStatic]
    private static Stack<float[]>?[]? free;

    private readonly float[] array;
    private readonly int sizeClass;

    private Workspace(float[] array, int sizeClass)
    {
        this.array = array;
        this.sizeClass = sizeClass;
        var address = (nuint)Unsafe.AsPointer(ref array[0]); // pinned
        Pointer = (float*)((address + Alignment - 1) & ~(nuint)(Alignment - 1));
    }

    /// <summary>The memory; its content is what the last user left.</summary>
    public float* Pointer { get; }

    /// <summary>Takes memory until the workspace is disposed, on the same thread.</summary>
    /// <param name="floats">How many numbers, at least 1.</param>
    public static Workspace Rent(int floats)
    {
        var sizeClass = BitOperations.Log2((uint)Math.Max(1024, floats) * 2 - 1);
        free ??= new Stack<float[]>?[32];
        return free[sizeClass] is { Count: > 0 } stack
            ? new(stack.Pop(), sizeClass)
            : new(GC.AllocateUninitializedArray<float>((1 << sizeClass) + FloatsPerCacheLine, pinned: true), sizeClass);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => (free![sizeClass] ??= new()).Push(array);
}

using System.Numerics;

namespace Pat.Core.Tensors;

/// <summary>
/// Owns the tensors that <see cref="Tensor.Create"/> makes on this thread while it is the innermost open scope,
/// and hands their memory out again after <see cref="Reset"/> or <see cref="Dispose"/>.
/// </summary>
/// <remarks>
/// It exists because fresh tensors of [128, 784] at every layer force a full collection almost every step.
/// It concerns memory only and never a value. Without an open scope, <see cref="Tensor.Create"/> takes ordinary memory.
/// </remarks>
public sealed class TensorScope : IDisposable
{
    private const int Granularity = 64;

    [ThreadStatic]
    private static TensorScope? innermost;

    [ThreadStatic]
    private static Dictionary<int, Stack<float[]>>? pool;

    private readonly TensorScope? outer = innermost;
    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly List<TensorStorage> owned = [];
    private bool closed;

    /// <summary>Opens a scope on this thread, inside any scope that is open already.</summary>
    public TensorScope() => innermost = this;

    /// <summary>Bytes that the pool of this thread holds for later use.</summary>
    public static long PooledBytes
    {
        get
        {
            var floats = 0L;
            foreach (var (capacity, arrays) in pool ?? [])
                floats += (long)capacity * arrays.Count;
            return floats * sizeof(float);
        }
    }

    /// <summary>
    /// Gives up what the pool of this thread holds for later use: for the end of a long task, because the next one may run on another thread, which
    /// has a pool of its own.
    /// </summary>
    public static void ReleasePool() => pool = null;

    /// <summary>Returns the memory of all tensors made in this scope; reading one of them afterwards throws.</summary>
    public void Reset()
    {
        pool ??= [];
        foreach (var storage in owned)
        {
            var capacity = storage.Capacity;
            if (!pool.TryGetValue(capacity, out var arrays))
                pool[capacity] = arrays = new();
            arrays.Push(storage.Release());
        }
        owned.Clear();
    }

    /// <summary>Resets the scope and makes the one around it current again.</summary>
    /// <exception cref="InvalidOperationException">An inner scope is still open, or another thread opened this one.</exception>
    public void Dispose()
    {
        if (closed)
            return;
        if (thread != Environment.CurrentManagedThreadId || innermost != this)
            throw new InvalidOperationException("TensorScope: close scopes on the thread that opened them, innermost first.");
        Reset();
        innermost = outer;
        closed = true;
    }

    // At least 64 floats, and eight sizes to each power of two: batches of every length then share memory instead of each keeping its own.
    private static int CapacityFor(int length)
    {
        var step = Math.Max(Granularity, (int)(BitOperations.RoundUpToPowerOf2((uint)length) >> 4));
        return (int)Math.Min(Array.MaxLength, Math.Max(1, ((long)length + step - 1) / step) * step);
    }

    internal static TensorStorage Take(int length)
    {
        if (innermost is not { } scope)
            return TensorStorage.OnHeap(length);
        var capacity = CapacityFor(length);
        var array = pool is not null && pool.TryGetValue(capacity, out var arrays) && arrays.Count > 0
            ? arrays.Pop()
            : TensorStorage.AllocatePinned(capacity);
        var storage = TensorStorage.OfPinned(array);
        scope.owned.Add(storage);
        return storage;
    }
}

using System.Runtime.CompilerServices;
using Pat.Core.Lanes;
using Pat.Core.Tensors;

namespace Pat.Core.Dynamics.Fields;

/// <summary>
/// Gradients of the matrices from the rows of one block: pairs x, dy are collected and multiplied many at a time, dM_ji = Σ x_j dy_i over
/// rows, stages and steps. The x of an element of the index lie side by side, the dy of a row.
/// </summary>
/// <remarks>
/// The stack is emptied each time it holds as many rows as one chain of the matrix product sums, so that neither segments nor checkpoints
/// change the order of additions.
/// </remarks>
internal sealed unsafe class MatrixGradients(int length, int block, int validRows, int matrices, float* stack, float* lanes, float* gradients)
{
    private readonly int[] rows = new int[matrices];

    private int Capacity => BlockedProduct.DepthBlock + block;

    /// <summary>Numbers of memory that the stack takes.</summary>
    public static int StackLength(int length, int block, int matrices) => checked(matrices * 2 * (BlockedProduct.DepthBlock + block) * length);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add<V>(int matrix, float* x, float* dy) where V : unmanaged, ILane<V>
    {
        Stack(matrix, out var xColumns, out var dyRows);
        var to = xColumns + rows[matrix];
        for (var i = 0; i < length; i++, x += block, to += Capacity)
        {
            for (var lane = 0; lane < block; lane += V.Count)
                V.Store(V.Load(x + lane), to + lane);
        }
        ToRows<V>(dy, dyRows + (nint)rows[matrix] * length);
        rows[matrix] += validRows;
        if (rows[matrix] < BlockedProduct.DepthBlock)
            return;
        Multiply(matrix, BlockedProduct.DepthBlock);
        rows[matrix] -= BlockedProduct.DepthBlock;
        KeepLast(xColumns, dyRows, rows[matrix]);
    }

    /// <summary>Adds what is still collected.</summary>
    public void Finish()
    {
        for (var matrix = 0; matrix < matrices; matrix++)
        {
            if (rows[matrix] > 0)
                Multiply(matrix, rows[matrix]);
            rows[matrix] = 0;
        }
    }

    private void Stack(int matrix, out float* x, out float* dy)
    {
        var size = (nint)Capacity * length;
        x = stack + 2 * matrix * size;
        dy = x + size;
    }

    // What was collected beyond the chain that was multiplied becomes the beginning of the next.
    private void KeepLast(float* xColumns, float* dyRows, int count)
    {
        for (var i = 0; i < length && count > 0; i++, xColumns += Capacity)
            new Span<float>(xColumns + BlockedProduct.DepthBlock, count).CopyTo(new(xColumns, count));
        new Span<float>(dyRows + BlockedProduct.DepthBlock * (nint)length, count * length).CopyTo(new(dyRows, count * length));
    }

    private void Multiply(int matrix, int depth)
    {
        Stack(matrix, out var x, out var dy);
        BlockedProduct.OfThread.Multiply(
            new(x, length, Capacity, false), new(dy, depth, length, false), gradients + (nint)matrix * length * length, accumulate: true);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ToRows<V>(float* field, float* to) where V : unmanaged, ILane<V>
    {
        for (var first = 0; first < validRows; first += V.Count)
        {
            for (var i = 0; i < length; i++)
                V.Store(V.Load(field + (nint)i * block + first), lanes + (nint)i * V.Count);
            var here = Math.Min(V.Count, validRows - first);
            LaneTranspose.LanesToRows<V>(lanes, new(to + (nint)first * length, here * length), length, here, length);
        }
    }
}

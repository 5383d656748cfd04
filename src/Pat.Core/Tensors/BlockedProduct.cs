using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Pat.Core.Lanes;

namespace Pat.Core.Tensors;

/// <summary>
/// C = op(A) op(B) (+ C) on pointers, cut into blocks that stay in the caches. One of these is kept by each thread,
/// so that a product allocates nothing once its buffer has grown.
/// </summary>
/// <remarks>
/// The sum over k is cut every <see cref="DepthBlock"/>; each block is summed by fused multiply-adds from zero in the order of k,
/// and the sums of the blocks are added in order. This holds for every element of C, whatever the shape and the number of threads.
/// </remarks>
internal sealed unsafe class BlockedProduct
{
    /// <summary>How many k one chain of multiply-adds holds. Part of what a product's bits are.</summary>
    public const int DepthBlock = 256;

    // What is packed at one time: at most 4 MB. Both are multiples of the blocks in them, at every lane width.
    private const int SlabDepth = 4 * DepthBlock;
    private const int SlabColumns = 21 * 48;

    private const int RowChunk = 32;
    private const long ThreadedWork = 1 << 20;    // multiply-adds below which starting a second thread costs more than it gives
    private const int DirectRows = 64;            // up to here packing B costs more than reading it where it lies

    [ThreadStatic]
    private static BlockedProduct? ofThread;

    private readonly Action<int, int> multiplyRows;
    private float[] buffer = [];
    private float* packed;

    private float* a, b, c;
    private nint aRow, aStep, bStep, cRow;
    private int depth, columns, paddedColumns;
    private bool direct, add;

    private BlockedProduct() => multiplyRows = (start, end) =>
    {
        var kernel = new Rows(this, start, end);
        Widest.Run(ref kernel);
    };

    public static BlockedProduct OfThread => ofThread ??= new();

    /// <summary>Whether the vector registers are 32, so that a tile of 8 x 3 vectors stays in them.</summary>
    private static bool Has32Registers => Vector512.IsHardwareAccelerated || Avx512F.VL.IsSupported || AdvSimd.IsSupported;

    public void Multiply(MatrixView a, MatrixView b, float* c, bool accumulate)
    {
        (aRow, aStep, cRow) = (a.RowStep, a.ColumnStep, b.Columns);
        var panel = 3 * Widest.Count;
        for (var column = 0; column < b.Columns; column += SlabColumns)
        {
            columns = Math.Min(SlabColumns, b.Columns - column);
            paddedColumns = (columns + Widest.Count - 1) / Widest.Count * Widest.Count;
            for (var k = 0; k < b.Rows; k += SlabDepth)
            {
                depth = Math.Min(SlabDepth, b.Rows - k);
                this.a = a.At(0, k);
                this.c = c + column;
                add = accumulate || k > 0;
                var pack = new Pack(this, b.At(k, column), b, a.Rows);
                Widest.Run(ref pack);
                if ((long)a.Rows * columns * depth < ThreadedWork)
                    multiplyRows(0, a.Rows);
                else
                    Workers.ForEachChunk(a.Rows, RowChunk, multiplyRows);
            }
        }
    }

    private void PackSlab<V>(float* source, MatrixView b, int rows) where V : unmanaged, ILane<V>
    {
        Reserve(depth * paddedColumns);
        this.b = source;
        bStep = b.RowStep;
        direct = b.ColumnStep == 1 && rows <= DirectRows;
        for (var k = 0; k < depth; k += DepthBlock)
        {
            var block = Math.Min(DepthBlock, depth - k);
            int width;
            for (var j = direct ? columns / V.Count * V.Count : 0; j < columns; j += width)
            {
                width = PanelWidth<V>(j);
                var from = source + k * b.RowStep + j * b.ColumnStep;
                var to = packed + (nint)k * paddedColumns + (nint)block * j;
                if (b.ColumnStep == 1)
                    MatrixPanels.Copy<V>(from, b.RowStep, b.End, block, to, width);
                else
                    MatrixPanels.CopyTransposed(from, b.ColumnStep, block, Math.Min(width, columns - j), to, width);
            }
        }
    }

    private void MultiplyRows<V>(int start, int end) where V : unmanaged, ILane<V>
    {
        var scratch = stackalloc float[8 * 3 * V.Count];
        MatrixTile tile;
        tile.ARow = aRow;
        tile.AStep = aStep;
        for (var k = 0; k < depth; k += DepthBlock)
        {
            tile.Depth = Math.Min(DepthBlock, depth - k);
            int width;
            for (var j = 0; j < columns; j += width)
            {
                width = PanelWidth<V>(j);
                var inPlace = direct && j + width <= columns;
                tile.B = inPlace ? b + k * bStep + j : packed + (nint)k * paddedColumns + (nint)tile.Depth * j;
                tile.BStep = inPlace ? bStep : width;
                for (var i = start; i < end; i += tile.Rows)
                {
                    var height = Has32Registers && end - i > 4 ? 8 : 4;
                    tile.Rows = Math.Min(height, end - i);
                    tile.A = a + i * aRow + k * aStep;
                    var target = c + i * cRow + j;
                    var whole = tile.Rows == height && j + width <= columns;
                    tile.C = whole ? target : scratch;
                    tile.CRow = whole ? cRow : width;
                    tile.Add = whole && (add || k > 0);
                    RunTile<V>(tile, height, width);
                    if (!whole)
                        CopyPart(scratch, width, target, tile.Rows, Math.Min(width, columns - j), add || k > 0);
                }
            }
        }
    }

    private static void RunTile<V>(in MatrixTile tile, int height, int width) where V : unmanaged, ILane<V>
    {
        if (height == 8 && width > V.Count)
            MatrixProductKernel.Tile8x3<V>(tile);
        else if (height == 8)
            MatrixProductKernel.Tile8x1<V>(tile);
        else if (width > V.Count)
            MatrixProductKernel.Tile4x3<V>(tile);
        else
            MatrixProductKernel.Tile4x1<V>(tile);
    }

    private void CopyPart(float* scratch, int width, float* target, int rows, int count, bool addTo)
    {
        for (var i = 0; i < rows; i++, scratch += width, target += cRow)
        {
            var from = new ReadOnlySpan<float>(scratch, count);
            var to = new Span<float>(target, count);
            if (addTo)
                TensorPrimitives.Add(to, from, to);
            else
                from.CopyTo(to);
        }
    }

    /// <summary>Columns of the panel that begins at column j: three vectors while there are that many, then one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PanelWidth<V>(int j) where V : unmanaged, ILane<V> => columns - j >= 3 * V.Count ? 3 * V.Count : V.Count;

    private void Reserve(int floats)
    {
        if (buffer.Length < floats + 16)
            buffer = GC.AllocateUninitializedArray<float>(floats + 16, pinned: true);
        packed = (float*)(((nint)Unsafe.AsPointer(ref buffer[0]) + 63) & ~63);
    }

    private readonly struct Pack(BlockedProduct job, float* source, MatrixView b, int rows) : ILaneKernel
    {
        private readonly float* source = source;
        public void Run<V>() where V : unmanaged, ILane<V> => job.PackSlab<V>(source, b, rows);
    }

    private readonly struct Rows(BlockedProduct job, int start, int end) : ILaneKernel
    {
        public void Run<V>() where V : unmanaged, ILane<V> => job.MultiplyRows<V>(start, end);
    }
}

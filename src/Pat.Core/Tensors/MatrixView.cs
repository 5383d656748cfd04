namespace Pat.Core.Tensors;

/// <summary>A matrix in memory, possibly read as its transpose: rows and columns lie any distance apart (in floats).</summary>
internal readonly unsafe struct MatrixView(float* start, int rows, int columns, bool transpose)
{
    private readonly float* start = start;

    public int Rows { get; } = transpose ? columns : rows;

    public int Columns { get; } = transpose ? rows : columns;

    public nint RowStep { get; } = transpose ? 1 : columns;

    public nint ColumnStep { get; } = transpose ? columns : 1;

    /// <summary>Just after the last element.</summary>
    public float* End => start + (nint)rows * columns;

    public float* At(int row, int column) => start + row * RowStep + column * ColumnStep;
}

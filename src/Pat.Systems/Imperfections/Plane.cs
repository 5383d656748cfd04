using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>Values as a plane of rows and columns, or as a line, which is a plane of one row.</summary>
internal static class Plane
{
    /// <summary>The plane of a field; the values of any other port, and those of several ports of parameters, are a line.</summary>
    public static (int Rows, int Columns) Of(Port port) =>
        port.Layout is Layout.Field field && (long)field.Rows * field.Columns == port.Size ? (field.Rows, field.Columns) : (1, port.Size);

    /// <summary>A plane fits its field; a line fits anything but complex numbers.</summary>
    public static bool Accepts(int rows, int columns, Layout layout) => layout switch
    {
        Layout.Complex => false,
        Layout.Field field => rows == 1 || (field.Rows, field.Columns) == (rows, columns),
        _ => rows == 1,
    };

    public static void Check(string name, int rows, int columns, Tensor x)
    {
        if (x.RowLength != rows * columns)
            throw new ShapeException($"{name}: it was made for {rows} x {columns} values, got rows of {x.RowLength}.");
    }
}

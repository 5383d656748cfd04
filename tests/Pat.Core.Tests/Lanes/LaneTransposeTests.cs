using Pat.Core.Lanes;

namespace Pat.Core.Tests.Lanes;

[Trait("Category", "Law")]
public unsafe class LaneTransposeTests
{
    [Fact]
    public void Every_number_of_rows_and_columns_goes_to_its_lane_and_back()
    {
        Check<LaneScalar>();
        Check<Lane128>();
        Check<Lane256>();
        Check<Lane512>();
    }

    [Fact]
    public void Rows_that_do_not_fit_are_refused()
    {
        var lanes = new float[64];
        Assert.Throws<ArgumentException>(() => ToLanes(new float[11], 6, 2, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => ToLanes(new float[64], 6, 5, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => ToLanes(new float[64], 5, 2, 6));

        void ToLanes(float[] rows, int stride, int rowsHere, int columns)
        {
            fixed (float* to = lanes)
                LaneTranspose.RowsToLanes<Lane128>(rows, stride, rowsHere, columns, to);
        }
    }

    private static void Check<V>() where V : unmanaged, ILane<V>
    {
        for (var rowsHere = 0; rowsHere <= V.Count; rowsHere++)
        {
            for (var columns = 0; columns <= 2 * V.Count + 1; columns++)
                Check<V>(rowsHere, columns, stride: columns + 3);
        }
    }

    private static void Check<V>(int rowsHere, int columns, int stride) where V : unmanaged, ILane<V>
    {
        var rows = Enumerable.Range(1, rowsHere * stride).Select(i => (float)i).ToArray();
        var lanes = Enumerable.Repeat(-1f, columns * V.Count + 1).ToArray();
        var back = new float[rows.Length];
        fixed (float* there = lanes)
        {
            LaneTranspose.RowsToLanes<V>(rows, stride, rowsHere, columns, there);
            LaneTranspose.LanesToRows<V>(there, back, stride, rowsHere, columns);
        }
        for (var i = 0; i < columns * V.Count; i++)
        {
            var (column, row) = (i / V.Count, i % V.Count);
            Assert.Equal(row < rowsHere ? rows[row * stride + column] : 0f, lanes[i]);
        }
        Assert.Equal(-1f, lanes[^1]);
        for (var i = 0; i < back.Length; i++)
            Assert.Equal(i % stride < columns ? rows[i] : 0f, back[i]);
    }
}

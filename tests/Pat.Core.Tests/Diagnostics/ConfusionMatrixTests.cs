using Pat.Core.Diagnostics;

namespace Pat.Core.Tests.Diagnostics;

public class ConfusionMatrixTests
{
    [Fact]
    public void The_textbook_example_of_kappa_gives_0_4()
    {
        // Two readers of 50 proposals, 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: p_o 0.7, p_e 0.5.
        var matrix = Of(new[,] { { 20, 5 }, { 10, 15 } });
        Assert.Equal(50, matrix.Total);
        Assert.Equal(0.7, matrix.Accuracy, 1e-12);
        Assert.Equal(0.4, matrix.Kappa, 1e-12);
    }

    [Fact]
    public void Precision_recall_and_F1_are_those_computed_by_hand()
    {
        var matrix = Of(new[,] { { 5, 1, 0 }, { 2, 6, 2 }, { 1, 0, 8 } });
        Assert.Equal(5.0 / 8, matrix.Precision(0), 1e-12);
        Assert.Equal(6.0 / 10, matrix.Recall(1), 1e-12);
        Assert.Equal(8.0 / 9, matrix.Recall(2), 1e-12);
        Assert.Equal(2 * (5.0 / 8) * (5.0 / 6) / (5.0 / 8 + 5.0 / 6), matrix.F1(0), 1e-12);
        Assert.Equal((matrix.F1(0) + matrix.F1(1) + matrix.F1(2)) / 3, matrix.MacroF1, 1e-12);
        Assert.Equal(2, matrix[1, 2]);
        Assert.Equal([6L, 10, 9], Enumerable.Range(0, 3).Select(matrix.Support));
    }

    [Fact]
    public void Guessing_has_kappa_0_and_knowing_has_kappa_1()
    {
        Assert.Equal(0, Of(new[,] { { 4, 4 }, { 4, 4 } }).Kappa, 1e-12);
        Assert.Equal(1, Of(new[,] { { 9, 0 }, { 0, 3 } }).Kappa, 1e-12);
    }

    [Fact]
    public void What_is_undefined_is_NaN()
    {
        var matrix = Of(new[,] { { 3, 0 }, { 2, 0 } });
        Assert.True(double.IsNaN(matrix.Precision(1)));
        Assert.Equal(0, matrix.Recall(1));
        Assert.Equal(0, matrix.F1(1));
        Assert.True(double.IsNaN(new ConfusionMatrix(2).Accuracy));
    }

    [Fact]
    public void A_class_out_of_range_is_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(7).Add(0, 7));
        Assert.Contains("expected a class from 0 to 6", error.Message);
    }

    private static ConfusionMatrix Of(int[,] counts)
    {
        var matrix = new ConfusionMatrix(counts.GetLength(0));
        for (var actual = 0; actual < matrix.Classes; actual++)
        {
            for (var predicted = 0; predicted < matrix.Classes; predicted++)
            {
                for (var n = 0; n < counts[actual, predicted]; n++)
                    matrix.Add(actual, predicted);
            }
        }
        return matrix;
    }
}

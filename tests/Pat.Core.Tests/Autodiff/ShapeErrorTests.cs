using Pat.Core.Autodiff;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Autodiff;

public class ShapeErrorTests
{
    public static TheoryData<string, Func<Tape, Var>> Mistakes => new()
    {
        { "a + b: shapes [2, 3] and [2] do not fit; allowed are equal shapes, or [batch, n] with [n]", t => Of(t, 2, 3) + Of(t, 2) },
        { "a - b: shapes [2, 3] and [2, 1] do not fit", t => Of(t, 2, 3) - Of(t, 2, 1) },
        { "a * b: shapes [2, 3] and [1] do not fit", t => Of(t, 2, 3) * Of(t, 1) },
        { "a / b: shapes [3] and [2, 2] do not fit", t => Of(t, 3) / Of(t, 2, 2) },
        { "Scale s: expected shape [1], got [3]", t => Op.Scale(Of(t, 2, 3), Of(t, 3)) },
        { "ScaleAndOffset x: expected shape [batch, n], got [3]", t => Op.ScaleAndOffset(Of(t, 3), Of(t, 3), Of(t, 3)) },
        { "ScaleAndOffset scale: expected shape [3], got [2]", t => Op.ScaleAndOffset(Of(t, 2, 3), Of(t, 2), Of(t, 3)) },
        { "ScaleAndOffset offset: expected shape [3], got [1, 3]", t => Op.ScaleAndOffset(Of(t, 2, 3), Of(t, 3), Of(t, 1, 3)) },
        { "Shift s: expected shape [1], got [1, 1]", t => Op.Shift(Of(t, 2, 3), Of(t, 1, 1)) },
        { "MatMul: expected a [m, k] and b [k, n], got [2, 3] and [2, 3]", t => Op.MatMul(Of(t, 2, 3), Of(t, 2, 3)) },
        { "MatMul: expected a [k, m] and b [n, k], got [2, 3] and [2, 3]", t => Op.MatMul(Of(t, 2, 3), Of(t, 2, 3), true, true) },
        { "MatMul: expected a [m, k] and b [k, n], got [2, 3] and [3]", t => Op.MatMul(Of(t, 2, 3), Of(t, 3)) },
        { "Affine: expected x [batch, in] and weight [out, in], got [2, 3] and [3, 2]", t => Op.Affine(Of(t, 2, 3), Of(t, 3, 2), Of(t, 2)) },
        { "Affine bias: expected shape [4], got [3]", t => Op.Affine(Of(t, 2, 3), Of(t, 4, 3), Of(t, 3)) },
        { "SumRows x: expected shape [batch, n], got [3]", t => Op.SumRows(Of(t, 3)) },
        { "GroupMean: 3 columns do not make 2 groups of equal size", t => Op.GroupMean(Of(t, 2, 3), 2) },
        { "Reshape: [2, 3] holds 6 values, [4] holds 4", t => Op.Reshape(Of(t, 2, 3), 4) },
        { "BroadcastRows row: expected shape [n], got [2, 3]", t => Op.BroadcastRows(Of(t, 2, 3), 2) },
        { "ConcatenateColumns: [3, 3] does not fit [2, 3]", t => Op.ConcatenateColumns(Of(t, 2, 3), Of(t, 3, 3)) },
        { "ConcatenateRows: expected at least one part, got none", _ => Op.ConcatenateRows() },
        { "ConcatenateRows: [2, 2] does not fit [2, 3]", t => Op.ConcatenateRows(Of(t, 2, 3), Of(t, 2, 2)) },
        { "SliceColumns: 2 columns from 2 on do not lie within 3 columns", t => Op.SliceColumns(Of(t, 2, 3), 2, 2) },
        { "SliceRows: 1 rows from -1 on do not lie within 2 rows", t => Op.SliceRows(Of(t, 2, 3), -1, 1) },
        { "Interleave b: expected shape [2, 3], got [2, 2]", t => Op.Interleave(Of(t, 2, 3), Of(t, 2, 2)) },
        { "WithValue measured: expected shape [2, 3], got [3, 2]", t => Op.WithValue(Of(t, 2, 3), new Tensor(3, 2)) },
        { "Softmax x: expected shape [batch, n] with n at least 1, got [2, 0]", t => Op.Softmax(Of(t, 2, 0)) },
        { "Clamp: the lower end 2 must not exceed the upper end 1", t => Op.Clamp(Of(t, 2), 2, 1) },
        { "ClampWithExcess: the lower end 2 must not exceed the upper end 1", t => Op.ClampWithExcess(Of(t, 2), 2, 1).Clamped },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_is_named(string message, Func<Tape, Var> mistake)
    {
        using var tape = new Tape();
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => mistake(tape)).Message);
    }

    private static Var Of(Tape tape, params int[] shape) => tape.Variable(new Tensor(shape));
}

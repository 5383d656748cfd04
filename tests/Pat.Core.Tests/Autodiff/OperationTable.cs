using System.Reflection;
using Pat.Core.Autodiff;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using static Pat.Core.Tests.Autodiff.Input;

namespace Pat.Core.Tests.Autodiff;

/// <summary>All differentiable operations and losses. A new one adds a line.</summary>
public static class OperationTable
{
    private static readonly Operation[] Rows =
    [
        Rowwise("Var + Var", v => v[0] + v[1], Batch(), Batch()),
        Rowwise("Var + Var: row", v => v[0] + v[1], Batch(), Row()),
        Rowwise("Var + Var: row first", v => v[0] + v[1], Row(), Batch()),
        Rowwise("Var + float", v => v[0] + 1.5f, Batch()),
        Rowwise("float + Var", v => 1.5f + v[0], Batch()),
        Rowwise("Var - Var", v => v[0] - v[1], Batch(), Batch()),
        Rowwise("Var - Var: row", v => v[0] - v[1], Batch(), Row()),
        Rowwise("Var - Var: row first", v => v[0] - v[1], Row(), Batch()),
        Rowwise("Var - float", v => v[0] - 1.5f, Batch()),
        Rowwise("float - Var", v => 1.5f - v[0], Batch()),
        Rowwise("-Var", v => -v[0], Batch()),
        Rowwise("Var * Var", v => v[0] * v[1], Batch(), Batch()),
        Rowwise("Var * Var: row", v => v[0] * v[1], Batch(), Row()),
        Rowwise("Var * Var: row first", v => v[0] * v[1], Row(), Batch()),
        Rowwise("Var * float", v => v[0] * 1.5f, Batch()),
        Rowwise("float * Var", v => 1.5f * v[0], Batch()),
        Rowwise("Var / Var", v => v[0] / v[1], Batch(), Batch().AwayFromZero()),
        Rowwise("Var / Var: row", v => v[0] / v[1], Batch(), Row().AwayFromZero()),
        Rowwise("Var / Var: row first", v => v[0] / v[1], Row(), Batch().AwayFromZero()),
        Rowwise("Var / float", v => v[0] / 1.5f, Batch()),
        Rowwise("float / Var", v => 1.5f / v[0], Batch().AwayFromZero()),
        Rowwise("Op.Scale", v => Op.Scale(v[0], v[1]), Batch(), Number(0.5f)),
        Rowwise("Op.ScaleAndOffset", v => Op.ScaleAndOffset(v[0], v[1], v[2]), Batch(), Row(), Row()),
        Rowwise("Op.Shift", v => Op.Shift(v[0], v[1]), Batch(), Number(0.5f)),

        Rowwise("Op.MatMul", v => Op.MatMul(v[0], v[1]), Batch(), Of((_, n) => [n, 4])),
        Rowwise("Op.MatMul: second transposed", v => Op.MatMul(v[0], v[1], transposeB: true), Batch(), Of((_, n) => [4, n])),
        Whole("Op.MatMul: first transposed", v => Op.MatMul(v[0], v[1], transposeA: true), Batch(), Of((batch, _) => [batch, 4])),
        Whole("Op.MatMul: both transposed", v => Op.MatMul(v[0], v[1], true, true), Batch(), Of((batch, _) => [4, batch])),
        Rowwise("Op.Affine", v => Op.Affine(v[0], v[1], v[2]), Batch(), Of((_, n) => [4, n]), Of((_, _) => [4])),

        Whole("Op.Sum", v => Op.Sum(v[0]), Batch()),
        Whole("Op.Mean", v => Op.Mean(v[0]), Batch()),
        Whole("Op.SumRows", v => Op.SumRows(v[0]), Batch()),
        Whole("Op.MeanRows", v => Op.MeanRows(v[0]), Batch()),
        Rowwise("Op.SumColumns", v => Op.SumColumns(v[0]), Batch()),
        Rowwise("Op.MeanColumns", v => Op.MeanColumns(v[0]), Batch()),
        Rowwise("Op.GroupMean", v => Op.GroupMean(v[0], 3), Batch(times: 3)),

        Rowwise("Op.Reshape", v => Op.Reshape(v[0], v[0].Value.Rows, 2, v[0].Value.RowLength / 2), Batch(times: 2)),
        Whole("Op.BroadcastRows", v => Op.BroadcastRows(v[0], 3), Row()),
        Rowwise("Op.ConcatenateColumns", v => Op.ConcatenateColumns(v[0], v[1], v[0]), Batch(), Batch(times: 2)),
        Whole("Op.ConcatenateColumns: vectors", v => Op.ConcatenateColumns(v[0], v[1]), Row(), Number(0.5f)),
        Whole("Op.ConcatenateRows", v => Op.ConcatenateRows(v[0], v[1], v[0]), Batch(), Of((batch, n) => [2 * batch, n])),
        Rowwise("Op.SliceColumns", v => Op.SliceColumns(v[0], v[0].Value.RowLength / 2, v[0].Value.RowLength / 2), Batch(times: 2)),
        Whole("Op.SliceColumns: vector", v => Op.SliceColumns(v[0], 0, (v[0].Value.Length + 1) / 2), Row()),
        Whole("Op.SliceRows", v => Op.SliceRows(v[0], 1, v[0].Value.Rows - 1), Batch()),
        Rowwise("Op.ReverseColumns", v => Op.ReverseColumns(v[0]), Batch()),
        Rowwise("Op.Interleave", v => Op.Interleave(v[0], v[1]), Batch(), Batch()),
        Whole("Op.WithValue", v => Op.WithValue(v[0], v[0].Value.Clone()), Batch()),

        Rowwise("Op.Sin", v => Op.Sin(v[0]), Batch(-4, 4)),
        Rowwise("Op.Cos", v => Op.Cos(v[0]), Batch(-4, 4)),
        Rowwise("Op.Exp", v => Op.Exp(v[0]), Batch()),
        Rowwise("Op.Log", v => Op.Log(v[0]), Batch(0.5f, 3)),
        Rowwise("Op.Sqrt", v => Op.Sqrt(v[0]), Batch(0.5f, 3)),
        Rowwise("Op.Square", v => Op.Square(v[0]), Batch()),
        Rowwise("Op.Abs", v => Op.Abs(v[0]), Batch().AwayFromZero()),
        Rowwise("Op.Tanh", v => Op.Tanh(v[0]), Batch()),
        Rowwise("Op.Sigmoid", v => Op.Sigmoid(v[0]), Batch(-4, 4)),
        Rowwise("Op.Relu", v => Op.Relu(v[0]), Batch().AwayFromZero()),
        Rowwise("Op.Silu", v => Op.Silu(v[0]), Batch()),
        Rowwise("Op.Softplus", v => Op.Softplus(v[0], 1.7f), Batch()),
        Rowwise("Op.Clamp", v => Op.Clamp(v[0], -0.25f, 1.75f), AwayFromEnds()),
        Rowwise("Op.ClampWithExcess: clamped", v => Op.ClampWithExcess(v[0], -0.25f, 1.75f).Clamped, AwayFromEnds()),
        Whole("Op.ClampWithExcess: excess", v => Op.ClampWithExcess(v[0], -0.25f, 1.75f).Excess, AwayFromEnds()),
        Whole("Op.ClampWithExcess: both", v => Both(Op.ClampWithExcess(v[0], -0.25f, 1.75f)), AwayFromEnds()),
        Rowwise("Op.Softmax", v => Op.Softmax(v[0]), Batch()),
        Rowwise("Op.LogSoftmax", v => Op.LogSoftmax(v[0]), Batch()),

        Rowwise("Op.Convolve", v => Op.Convolve(v[0], v[1], v[2], stride: 2, padding: 1), Images(), Of((_, _) => [3, 2, 3, 2]), Of((_, _) => [3])),
        Rowwise("Op.MaxPool", v => Op.MaxPool(v[0], window: 2, stride: 2), Images()),
        Rowwise("Op.AveragePool", v => Op.AveragePool(v[0], window: 2, stride: 1), Images()),
        Whole("Op.Dropout", v => Op.Dropout(v[0], 0.4, Noise.FromSeed(1), firstRun: 5), Batch()), // row by run number

        Whole("Loss.MeanSquaredError", v => Loss.MeanSquaredError(v[0], Alternating(v[0], -3, 3)), Batch()),
        Whole("Loss.MeanAbsoluteError", v => Loss.MeanAbsoluteError(v[0], Alternating(v[0], -3, 3)), Batch()),
        Whole("Loss.BinaryCrossEntropy", v => Loss.BinaryCrossEntropy(v[0], Alternating(v[0], 0, 0.75f)), Batch()),
        Whole("Loss.CrossEntropy", v => Loss.CrossEntropy(v[0], [.. Enumerable.Range(0, v[0].Value.Rows).Select(r => r % v[0].Value.RowLength)]), Batch()),
        Whole("Loss.L2", v => Loss.L2(v[0], 0.3f), Batch()),
    ];

    public static Operation Named(string name) => Rows.Single(row => row.Name == name);

    public static TheoryData<string> All => [.. Rows.Select(row => row.Name)];

    public static TheoryData<string> OfRows => [.. Rows.Where(row => row.RowWise).Select(row => row.Name)];

    public static IEnumerable<string> Methods => Rows.Select(row => row.Method).Distinct();

    /// <summary>The name that a method has in the table: "Op.Sin", "Var + float".</summary>
    public static string NameOf(MethodInfo method)
    {
        var operands = method.GetParameters().Select(p => p.ParameterType == typeof(float) ? "float" : p.ParameterType.Name).ToArray();
        return method.Name switch
        {
            "op_UnaryNegation" => $"-{operands[0]}",
            "op_Addition" => $"{operands[0]} + {operands[1]}",
            "op_Subtraction" => $"{operands[0]} - {operands[1]}",
            "op_Multiply" => $"{operands[0]} * {operands[1]}",
            "op_Division" => $"{operands[0]} / {operands[1]}",
            _ => $"{method.DeclaringType!.Name}.{method.Name}",
        };
    }

    private static Operation Rowwise(string name, Func<Var[], Var> function, params Input[] inputs) => new(name, true, function, inputs);

    private static Operation Whole(string name, Func<Var[], Var> function, params Input[] inputs) => new(name, false, function, inputs);

    // A quarter and more away from -0.25 and 1.75.
    private static Input AwayFromEnds() => new((batch, n) => [batch, n], (u, _) => MathF.Floor(4 * u) - 1 + u / 2, IsBatch: true);

    private static Var Both((Var Clamped, Var Excess) of) => Op.Sum(Op.Square(of.Clamped)) + of.Excess;

    private static Tensor Alternating(Var like, float even, float odd)
    {
        var tensor = new Tensor(like.Value.Shape);
        for (var i = 0; i < tensor.Length; i++)
            tensor.AsSpan()[i] = i % 2 == 0 ? even : odd;
        return tensor;
    }
}

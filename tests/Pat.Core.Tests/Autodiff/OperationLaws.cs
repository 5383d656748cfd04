using System.Reflection;
using System.Runtime.InteropServices;
using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Lanes;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Autodiff;

[Trait("Category", "Law")]
public class OperationLaws
{
    [Theory, MemberData(nameof(OperationTable.All), MemberType = typeof(OperationTable))]
    public void The_rule_is_the_transposed_derivative(string name)
    {
        var operation = OperationTable.Named(name);
        foreach (var (batch, n, seed) in new[] { (3, 5, 1), (2, 19, 2), (4, 2, 3) })
        {
            GradientCheck.Require(GradientCheck.OfFunction(
                $"{name}, seed {seed}", (_, v) => operation.Function(v), operation.Draw(batch, n, seed), Noise.FromSeed(seed), directions: 2));
        }
    }

    // Values and gradients of each row have the bits of that row alone, for any batch and any number of features.
    [Theory, MemberData(nameof(OperationTable.OfRows), MemberType = typeof(OperationTable))]
    public void Rows_do_not_see_their_batch(string name)
    {
        var operation = OperationTable.Named(name);
        for (var n = 1; n <= 3 * Widest.Count + 1; n++)
        {
            var inputs = operation.Draw(5, n, seed: n);
            var alone = Enumerable.Range(0, 5).Select(r => Run(operation, RowsOf(operation, inputs, r, 1))).ToArray();
            for (var batch = 1; batch <= 5; batch++)
            {
                var together = Run(operation, RowsOf(operation, inputs, 0, batch));
                for (var part = 0; part < together.Count; part++)
                {
                    for (var r = 0; r < batch; r++)
                        Assert.True(SameBits(alone[r][part].Values, together[part].Row(r)), $"{name}: row {r} of {batch}, {n} features, result {part}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(OperationTable.All), MemberType = typeof(OperationTable))]
    public void Inputs_and_incoming_gradients_stay_as_they_were(string name)
    {
        var operation = OperationTable.Named(name);
        var inputs = operation.Draw(3, 5, seed: 4);
        var before = inputs.Select(input => input.Clone()).ToArray();
        using var tape = new Tape();
        var y = operation.Function([.. inputs.Select(tape.Variable)]);
        var (value, dy) = (y.Value.Clone(), Ramp(y.Value));
        var dyBefore = dy.Clone();
        tape.Backward(y, dy);

        Assert.True(SameBits(dyBefore.Values, dy.Values), "dy");
        Assert.True(SameBits(value.Values, y.Value.Values), "y");
        for (var i = 0; i < inputs.Length; i++)
            Assert.True(SameBits(before[i].Values, inputs[i].Values), $"input {i}");
    }

    [Theory, MemberData(nameof(OperationTable.All), MemberType = typeof(OperationTable))]
    public void A_constant_input_changes_no_other_gradient(string name)
    {
        var operation = OperationTable.Named(name);
        var inputs = operation.Draw(3, 5, seed: 5);
        var all = Gradients(_ => true);
        for (var k = 0; k < inputs.Length; k++)
        {
            var one = Gradients(i => i == k);
            for (var i = 0; i < inputs.Length; i++)
                Assert.Equal(i == k ? all[i].Values : new Tensor(inputs[i].Shape).Values, one[i].Values);
        }

        Tensor[] Gradients(Func<int, bool> isVariable)
        {
            using var tape = new Tape();
            var v = inputs.Select((input, i) => isVariable(i) ? tape.Variable(input) : tape.Constant(input)).ToArray();
            var y = operation.Function(v);
            tape.Backward(y, Ramp(y.Value));
            return [.. v.Select(variable => tape.Gradient(variable).Clone())];
        }
    }

    [Fact]
    public void The_table_has_every_operation_and_nothing_else()
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = typeof(Op).GetMethods(own).Concat(typeof(Loss).GetMethods(own))
            .Concat(typeof(Var).GetMethods(own).Where(method => method.IsSpecialName))
            .Select(OperationTable.NameOf).ToArray();

        Assert.Equal(methods.Order(), methods.Distinct().Order()); // an overload would hide behind its namesake
        Assert.Equal(methods.Order(), OperationTable.Methods.Order());
    }

    // The value, then the gradients of the inputs that have one row for each row of the batch.
    private static List<Tensor> Run(Operation operation, Tensor[] inputs)
    {
        using var tape = new Tape();
        var v = inputs.Select(tape.Variable).ToArray();
        var y = operation.Function(v);
        var dy = Tensor.CreateLike(y.Value);
        dy.AsSpan().Fill(0.7f);
        tape.Backward(y, dy);
        return [y.Value.Clone(), .. v.Where((_, i) => operation.Inputs[i].IsBatch).Select(variable => tape.Gradient(variable).Clone())];
    }

    private static Tensor[] RowsOf(Operation operation, Tensor[] inputs, int first, int count) =>
        [.. inputs.Select((input, i) => operation.Inputs[i].IsBatch
            ? new Tensor(input.Values.Slice(first * input.RowLength, count * input.RowLength), [count, .. input.Shape[1..]])
            : input)];

    private static Tensor Ramp(Tensor like)
    {
        var ramp = new Tensor(like.Shape);
        for (var i = 0; i < ramp.Length; i++)
            ramp.AsSpan()[i] = 1 + 0.25f * i;
        return ramp;
    }

    private static bool SameBits(ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
        MemoryMarshal.Cast<float, int>(a).SequenceEqual(MemoryMarshal.Cast<float, int>(b));
}

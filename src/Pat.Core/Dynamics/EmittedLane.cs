using System.Reflection.Emit;
using Pat.Core.Lanes;

namespace Pat.Core.Dynamics;

/// <summary>
/// A lane whose arithmetic generates code: run on it, the formulas of <see cref="LaneMath"/> become instructions of the step that is being emitted.
/// </summary>
/// <remarks>
/// Calls to these formulas would not do: beyond a few, .NET does not inline them, and every register would be saved around each call.
/// The code generator is found through the thread because lane types are unmanaged.
/// </remarks>
internal readonly unsafe struct EmittedLane : ILane<EmittedLane>
{
    [ThreadStatic]
    private static Code? code;

    private readonly int local;      // number of a variable, −1 for a constant
    private readonly float constant;

    private EmittedLane(int local, float constant = 0) => (this.local, this.constant) = (local, constant);

    public static int Count => throw Unsuitable();

    public static EmittedLane Of(float value) => new(-1, value);

    public static EmittedLane Load(float* source) => throw Unsuitable();

    public static EmittedLane LoadWhole(int* source) => throw Unsuitable();

    public static void Store(EmittedLane value, float* destination) => throw Unsuitable();

    public static EmittedLane operator +(EmittedLane a, EmittedLane b) => Call(Methods.Of(Opcode.Add), a, b);

    public static EmittedLane operator -(EmittedLane a, EmittedLane b) => Call(Methods.Of(Opcode.Subtract), a, b);

    public static EmittedLane operator *(EmittedLane a, EmittedLane b) => Call(Methods.Of(Opcode.Multiply), a, b);

    public static EmittedLane operator /(EmittedLane a, EmittedLane b) => Call(Methods.Of(Opcode.Divide), a, b);

    public static EmittedLane operator -(EmittedLane a) => Call(Methods.Of(Opcode.Negate), a);

    public static EmittedLane MultiplyAdd(EmittedLane a, EmittedLane b, EmittedLane c) => Call(Methods.Of(Opcode.MultiplyAdd), a, b, c);

    public static EmittedLane NegatedMultiplyAdd(EmittedLane a, EmittedLane b, EmittedLane c) => Call(Methods.Of(Opcode.NegatedMultiplyAdd), a, b, c);

    public static EmittedLane Min(EmittedLane a, EmittedLane b) => Call(Methods.Lane<Lesser>(2), a, b);

    public static EmittedLane Max(EmittedLane a, EmittedLane b) => Call(Methods.Lane<Greater>(2), a, b);

    public static EmittedLane Abs(EmittedLane a) => Call(Methods.Lane<Magnitude>(1), a);

    public static EmittedLane Sqrt(EmittedLane a) => Call(Methods.Of(Opcode.Sqrt), a);

    public static EmittedLane Round(EmittedLane a) => Call(Methods.Lane<Nearest>(1), a);

    // min and max of the processor are "a < b ? a : b" and "a > b ? a : b", also for what is not a number: one instruction instead of two.
    public static EmittedLane WhereLess(EmittedLane a, EmittedLane b, EmittedLane yes, EmittedLane no) =>
        Methods.PlainMin is { } min && Same(a, yes) && Same(b, no) ? Call(min, a, b)
        : Methods.PlainMax is { } max && Same(b, yes) && Same(a, no) ? Call(max, b, a)
        : Call(Methods.WhereLess, a, b, yes, no);

    public static EmittedLane ScaleByPowerOfTwo(EmittedLane a, EmittedLane n) => Call(Methods.Lane<ScaledByPowerOfTwo>(2), a, n);

    public static EmittedLane NegateWhereOdd(EmittedLane a, EmittedLane n) => Call(Methods.Lane<NegatedWhereOdd>(2), a, n);

    public static (EmittedLane Mantissa, EmittedLane Exponent) SplitExponent(EmittedLane a) => (Call(Methods.Lane<MantissaOf>(1), a), Call(Methods.Lane<ExponentOf>(1), a));

    /// <summary>Emits <typeparamref name="TOp"/> of the vector on the evaluation stack, and leaves the result there.</summary>
    public static void Emit<TOp>(ILGenerator il, VectorMethods methods, List<LocalBuilder> variables) where TOp : struct, ILaneUnary
    {
        code = new(il, methods, variables);
        code.Push(default(TOp).Apply(code.Pop()));
        code = null;
    }

    private static VectorMethods Methods => code!.Methods;

    private static bool Same(EmittedLane a, EmittedLane b) => a.local == b.local && a.constant.Equals(b.constant);

    private static EmittedLane Call(System.Reflection.MethodInfo method, params ReadOnlySpan<EmittedLane> operands)
    {
        foreach (var operand in operands)
            code!.Push(operand);
        code!.Il.Emit(OpCodes.Call, method);
        return code.Pop();
    }

    private static InvalidOperationException Unsuitable() => new("A lane of generated code has no width and no place in memory yet.");

    private sealed class Code(ILGenerator il, VectorMethods methods, List<LocalBuilder> variables)
    {
        private int used;

        public ILGenerator Il => il;

        public VectorMethods Methods => methods;

        public void Push(EmittedLane value)
        {
            if (value.local >= 0)
            {
                il.Emit(OpCodes.Ldloc, variables[value.local]);
                return;
            }
            il.Emit(OpCodes.Ldc_R4, value.constant);
            il.Emit(OpCodes.Call, methods.Create);
        }

        public EmittedLane Pop()
        {
            if (used == variables.Count)
                variables.Add(il.DeclareLocal(methods.Vector));
            il.Emit(OpCodes.Stloc, variables[used]);
            return new(used++);
        }
    }
}

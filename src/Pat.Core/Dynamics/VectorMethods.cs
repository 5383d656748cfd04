using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Pat.Core.Lanes;

namespace Pat.Core.Dynamics;

/// <summary>The methods that generated code calls for vectors of one width. All but the elementary functions are single instructions.</summary>
internal sealed class VectorMethods
{
    private readonly string lane;
    private readonly Dictionary<Opcode, MethodInfo> methods = [];

    private VectorMethods(int lanes, Type vector, Type functions, Type? fused, string negated, string subtracted)
    {
        (Lanes, Vector, lane) = (lanes, vector, $"Of{32 * lanes}");
        Add = Operator("op_Addition", 2);
        MultiplyAdd = functions.GetMethod("FusedMultiplyAdd", [vector, vector, vector])!;
        methods[Opcode.Add] = Add;
        methods[Opcode.Subtract] = Operator("op_Subtraction", 2);
        methods[Opcode.Multiply] = Operator("op_Multiply", 2);
        methods[Opcode.Divide] = Operator("op_Division", 2);
        methods[Opcode.Negate] = Operator("op_UnaryNegation", 1);
        methods[Opcode.MultiplyAdd] = MultiplyAdd;
        methods[Opcode.NegatedMultiplyAdd] = fused?.GetMethod(negated, [vector, vector, vector]) ?? Lane(nameof(LaneCalls.NegatedMultiplyAdd512));
        methods[Opcode.MultiplySubtract] = fused?.GetMethod(subtracted, [vector, vector, vector]) ?? Lane(nameof(LaneCalls.MultiplySubtract512));
        methods[Opcode.Sin] = Function<Sine>();
        methods[Opcode.Cos] = Function<Cosine>();
        methods[Opcode.Tanh] = Function<Tangent>();
        methods[Opcode.Exp] = Function<Exponential>();
        methods[Opcode.Log] = Function<Logarithm>();
        methods[Opcode.Sqrt] = Function<Root>();
    }

    public int Lanes { get; }

    public Type Vector { get; }

    public MethodInfo Add { get; }

    public MethodInfo MultiplyAdd { get; }

    public MethodInfo Of(Opcode op) => methods[op];

    /// <summary>The methods for vectors of so many numbers; null where the machine has no such vectors.</summary>
    public static VectorMethods? For(int lanes) => lanes switch
    {
        16 when Vector512.IsHardwareAccelerated => new(16, typeof(Vector512<float>), typeof(Vector512),
            Avx512F.IsSupported ? typeof(Avx512F) : null, nameof(Avx512F.FusedMultiplyAddNegated), nameof(Avx512F.FusedMultiplySubtract)),
        8 when Vector256.IsHardwareAccelerated => new(8, typeof(Vector256<float>), typeof(Vector256),
            Fma.IsSupported ? typeof(Fma) : null, nameof(Fma.MultiplyAddNegated), nameof(Fma.MultiplySubtract)),
        4 when Vector128.IsHardwareAccelerated => new(4, typeof(Vector128<float>), typeof(Vector128),
            Fma.IsSupported ? typeof(Fma) : null, nameof(Fma.MultiplyAddNegated), nameof(Fma.MultiplySubtract)),
        _ => null,
    };

    private MethodInfo Operator(string name, int operands) =>
        Vector.GetMethod(name, [.. Enumerable.Repeat(Vector, operands)])!;

    private MethodInfo Lane(string nameFor512) => typeof(LaneCalls).GetMethod(nameFor512.Replace("512", $"{32 * Lanes}", StringComparison.Ordinal))!;

    private MethodInfo Function<TOp>() where TOp : struct, ILaneUnary => typeof(LaneCalls).GetMethod(lane)!.MakeGenericMethod(typeof(TOp));
}

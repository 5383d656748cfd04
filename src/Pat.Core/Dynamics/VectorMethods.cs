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
        methods[Opcode.Sqrt] = functions.GetMethods().Single(method => method.Name == "Sqrt" && method.IsGenericMethodDefinition).MakeGenericMethod(typeof(float));
        Create = functions.GetMethod("Create", [typeof(float)])!;
        WhereLess = Lane(nameof(LaneCalls.WhereLess512));
        var plain = lanes == 16 ? typeof(Avx512F) : lanes == 8 ? typeof(Avx) : typeof(Sse);
        (PlainMin, PlainMax) = fused is null ? (null, null) : (plain.GetMethod("Min", [vector, vector]), plain.GetMethod("Max", [vector, vector]));
    }

    public int Lanes { get; }

    /// <summary>How many values may lie in registers: all but those that an operation on values in memory needs itself.</summary>
    public static int Registers => (Avx512F.VL.IsSupported || !Sse.IsSupported ? 32 : 16) - 4;

    public Type Vector { get; }

    public MethodInfo Add { get; }

    public MethodInfo MultiplyAdd { get; }

    /// <summary>A vector of equal numbers.</summary>
    public MethodInfo Create { get; }

    public MethodInfo WhereLess { get; }

    /// <summary>a &lt; b ? a : b as one instruction, where there is one.</summary>
    public MethodInfo? PlainMin { get; }

    /// <summary>a &gt; b ? a : b as one instruction, where there is one.</summary>
    public MethodInfo? PlainMax { get; }

    public MethodInfo Of(Opcode op) => methods[op];

    /// <summary>A lane function of so many operands.</summary>
    public MethodInfo Lane<TOp>(int operands) where TOp : struct =>
        typeof(LaneCalls).GetMethod(lane, 1, [.. Enumerable.Repeat(Vector, operands)])!.MakeGenericMethod(typeof(TOp));

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
}

using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Pat.Core.Dynamics.Fields;

/// <summary>
/// Generates a method that carries out levels of a plan: a loop over steps, in it for each level straight code and a loop over the index.
/// Every instruction is done for all vectors of a block in turn; sums stay in variables until their loop ends.
/// </summary>
internal sealed class FieldEmitter
{
    // Above 60,000 bytes of intermediate code, or 8,000 uses of local variables, .NET compiles without optimisation.
    private const int MostBytes = 59_000;
    private const int MostReferences = 7_800;

    private readonly VectorMethods methods;
    private readonly FieldLayout layout;
    private readonly int block, vectors;
    private readonly ILGenerator il;
    private readonly LocalBuilder?[] at = new LocalBuilder?[(int)Space.Temporary + 1];
    private readonly LocalBuilder[] perStep = new LocalBuilder[(int)Space.Temporary + 1];
    private readonly List<LocalBuilder[]> registers = [];
    private readonly Dictionary<Place, LocalBuilder[]> sums = [];
    private readonly LocalBuilder row, element; // bytes from the start of a field to the current element, of rows and of uniform values
    private int references;

    private FieldEmitter(VectorMethods methods, FieldLayout layout, int block, ILGenerator il)
    {
        (this.methods, this.layout, this.block, this.il) = (methods, layout, block, il);
        vectors = block / methods.Lanes;
        (row, element) = (il.DeclareLocal(typeof(nint)), il.DeclareLocal(typeof(nint)));
    }

    /// <summary>Whether methods can be generated here at all.</summary>
    public static bool CanEmit(int lanes) => RuntimeFeature.IsDynamicCodeCompiled && VectorMethods.For(lanes) is not null;

    /// <summary>The method; null with the reason where it cannot be generated.</summary>
    /// <param name="levels">What to carry out.</param>
    /// <param name="layout">Where values lie.</param>
    /// <param name="lanes">Numbers in a vector: 16, 8 or 4.</param>
    /// <param name="block">Rows in a block, whole vectors.</param>
    /// <param name="reason">Why there is no method.</param>
    public static EmittedKernel? TryEmit(IReadOnlyList<FieldLevel> levels, FieldLayout layout, int lanes, int block, out string reason)
    {
        if (!RuntimeFeature.IsDynamicCodeCompiled)
        {
            reason = "this runtime does not compile generated code";
            return null;
        }
        if (VectorMethods.For(lanes) is not { } methods)
        {
            reason = $"this machine has no vectors of {lanes} numbers";
            return null;
        }
        var method = new DynamicMethod("Step", typeof(void), [typeof(nint), typeof(nint), typeof(int)], typeof(FieldEmitter).Module, skipVisibility: true);
        var il = method.GetILGenerator(1 << 14);
        var emitter = new FieldEmitter(methods, layout, block, il);
        emitter.Emit(levels);
        if (il.ILOffset > MostBytes || emitter.references > MostReferences)
        {
            reason = $"a step takes {il.ILOffset} bytes of intermediate code and {emitter.references} uses of variables, more than .NET optimises";
            return null;
        }
        reason = "";
        return new(method.CreateDelegate<EmittedStep>(), scratch: 0, passes: 1, bytesPerPass: 0);
    }

    private void Emit(IReadOnlyList<FieldLevel> levels)
    {
        var used = levels.SelectMany(level => level.Before.Instructions.Concat(level.Loop.Instructions)).SelectMany(Places)
            .Select(place => place.Space).Where(space => space != Space.Register).Distinct().ToList();
        foreach (var space in used)
        {
            (at[(int)space], perStep[(int)space]) = (il.DeclareLocal(typeof(nint)), il.DeclareLocal(typeof(nint)));
            LoadEntry(OpCodes.Ldarg_0, space, at[(int)space]!);
            LoadEntry(OpCodes.Ldarg_1, space, perStep[(int)space]);
        }
        var (top, end) = (il.DefineLabel(), il.DefineLabel());
        il.MarkLabel(top);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ble, end);
        foreach (var level in levels)
            Emit(level);
        foreach (var space in used)
            MoveOn(space);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Starg_S, (byte)2);
        il.Emit(OpCodes.Br, top);
        il.MarkLabel(end);
        il.Emit(OpCodes.Ret);
    }

    private void Emit(FieldLevel level)
    {
        EmitAll(level.Before);
        if (level.Loop.Instructions.Count == 0)
            return;
        sums.Clear();
        foreach (var sum in level.Sums)
        {
            sums.Add(sum, NewVectors());
            foreach (var local in sums[sum])
            {
                il.Emit(OpCodes.Ldloca, local);
                il.Emit(OpCodes.Initobj, methods.Vector);
            }
        }
        SetZero(row);
        SetZero(element);
        var top = il.DefineLabel();
        il.MarkLabel(top);
        EmitAll(level.Loop);
        Increase(element, sizeof(float));
        Increase(row, sizeof(float) * block);
        Ldloc(row);
        il.Emit(OpCodes.Ldc_I4, sizeof(float) * block * layout.Length);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Blt, top);
        foreach (var (place, locals) in sums)
        {
            for (var v = 0; v < vectors; v++)
            {
                Address(place, v);
                Ldloc(locals[v]);
                il.Emit(OpCodes.Stobj, methods.Vector);
            }
        }
        sums.Clear();
    }

    private void EmitAll(Plan plan)
    {
        var (instructions, count) = RegisterAllocation.Of(plan, useHomes: false);
        while (registers.Count < count)
            registers.Add(NewVectors());
        foreach (var instruction in instructions)
        {
            for (var v = 0; v < vectors; v++)
                Emit(instruction, v);
        }
    }

    private static IEnumerable<Place> Places(Instruction i) => [i.To, i.A, i.Operands > 1 ? i.B : i.A, i.Operands > 2 ? i.C : i.A];

    private void Emit(Instruction i, int v)
    {
        var local = i.To.Space == Space.Register ? registers[i.To.Index][v] : sums.TryGetValue(i.To, out var sum) ? sum[v] : null;
        if (local is null)
            Address(i.To, v);
        switch (i.Op)
        {
            case Opcode.Copy:
                Load(i.A, v);
                break;
            case Opcode.Accumulate:
                Load(i.To, v);
                Load(i.A, v);
                il.Emit(OpCodes.Call, methods.Add);
                break;
            case Opcode.AccumulateProduct:
                Load(i.A, v);
                Load(i.B, v);
                Load(i.To, v);
                il.Emit(OpCodes.Call, methods.MultiplyAdd);
                break;
            default:
                Load(i.A, v);
                if (i.Operands > 1)
                    Load(i.B, v);
                if (i.Operands > 2)
                    Load(i.C, v);
                il.Emit(OpCodes.Call, MethodOf(i.Op));
                break;
        }
        if (local is null)
            il.Emit(OpCodes.Stobj, methods.Vector);
        else
            Stloc(local);
    }

    private MethodInfo MethodOf(Opcode op) => op switch
    {
        Opcode.Sin => methods.Lane<Sine>(1),
        Opcode.Cos => methods.Lane<Cosine>(1),
        Opcode.Tanh => methods.Lane<Tangent>(1),
        Opcode.Exp => methods.Lane<Exponential>(1),
        Opcode.Log => methods.Lane<Logarithm>(1),
        _ => methods.Of(op),
    };

    private void Load(Place place, int v)
    {
        if (place.Space == Space.Register || sums.ContainsKey(place))
        {
            Ldloc((place.Space == Space.Register ? registers[place.Index] : sums[place])[v]);
            return;
        }
        Address(place, v);
        if (place.Space == Space.Uniform)
        {
            il.Emit(OpCodes.Ldind_R4);
            il.Emit(OpCodes.Call, methods.Create);
            return;
        }
        il.Emit(OpCodes.Ldobj, methods.Vector);
    }

    private void Address(Place place, int v)
    {
        var isUniform = place.Space == Space.Uniform;
        var bytes = sizeof(float) * (isUniform ? layout.OffsetOf(place) : layout.OffsetOf(place) * block + v * methods.Lanes);
        Ldloc(at[(int)place.Space]!);
        if (layout.IsField(place))
        {
            Ldloc(isUniform ? element : row);
            il.Emit(OpCodes.Add);
        }
        if (bytes == 0)
            return;
        il.Emit(OpCodes.Ldc_I4, bytes);
        il.Emit(OpCodes.Add);
    }

    private void LoadEntry(OpCode table, Space space, LocalBuilder to)
    {
        il.Emit(table);
        il.Emit(OpCodes.Ldc_I4, (int)space * sizeof(long));
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldind_I);
        Stloc(to);
    }

    // As Addresses.MoveOn does it.
    private void MoveOn(Space space)
    {
        Ldloc(at[(int)space]!);
        Ldloc(perStep[(int)space]);
        il.Emit(OpCodes.Add);
        Stloc(at[(int)space]!);
        if (space is not (Space.StateGradient or Space.NextStateGradient))
            return;
        Ldloc(perStep[(int)space]);
        il.Emit(OpCodes.Neg);
        Stloc(perStep[(int)space]);
    }

    private void SetZero(LocalBuilder local)
    {
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Conv_I);
        Stloc(local);
    }

    private void Increase(LocalBuilder local, int bytes)
    {
        Ldloc(local);
        il.Emit(OpCodes.Ldc_I4, bytes);
        il.Emit(OpCodes.Add);
        Stloc(local);
    }

    private LocalBuilder[] NewVectors()
    {
        var locals = new LocalBuilder[vectors];
        for (var v = 0; v < vectors; v++)
            locals[v] = il.DeclareLocal(methods.Vector);
        return locals;
    }

    private void Ldloc(LocalBuilder local)
    {
        references++;
        il.Emit(OpCodes.Ldloc, local);
    }

    private void Stloc(LocalBuilder local)
    {
        references++;
        il.Emit(OpCodes.Stloc, local);
    }
}

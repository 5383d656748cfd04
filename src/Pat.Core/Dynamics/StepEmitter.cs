using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Pat.Core.Dynamics;

/// <summary>
/// Generates a method that carries out a plan: a loop over steps around straight code, in which every instruction is done for a few
/// vectors in turn, so that the processor always has independent work.
/// </summary>
internal sealed class StepEmitter
{
    // Above 60,000 bytes of intermediate code, or 8,000 uses of local variables, .NET compiles without optimisation (measured: 4 times slower).
    private const int MostBytes = 59_000;
    private const int MostReferences = 7_800;

    private readonly VectorMethods methods;
    private readonly int block, vectors; // vectors in a block, and how many are done together
    private readonly ILGenerator il;
    private readonly LocalBuilder?[] at = new LocalBuilder?[(int)Space.OutputGradient + 1];
    private readonly LocalBuilder[][] registers;
    private readonly List<LocalBuilder> variables = []; // of elementary functions
    private int references;

    private StepEmitter(VectorMethods methods, int block, int vectors, ILGenerator il)
    {
        (this.methods, this.block, this.vectors, this.il) = (methods, block, vectors, il);
        registers = new LocalBuilder[VectorMethods.Registers / vectors][];
        for (var r = 0; r < registers.Length; r++)
        {
            registers[r] = new LocalBuilder[vectors];
            for (var v = 0; v < vectors; v++)
                registers[r][v] = il.DeclareLocal(methods.Vector);
        }
    }

    /// <summary>The method; null with the reason where it cannot be generated.</summary>
    /// <param name="plan">What to carry out.</param>
    /// <param name="lanes">Numbers in a vector: 16, 8 or 4.</param>
    /// <param name="vectors">Vectors in a block.</param>
    /// <param name="atOnce">How many of them are done together; divides <paramref name="vectors"/>.</param>
    /// <param name="reason">Why there is no method.</param>
    public static EmittedKernel? TryEmit(Plan plan, int lanes, int vectors, int atOnce, out string reason)
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
        var method = new DynamicMethod("Step", typeof(void), [typeof(nint), typeof(nint), typeof(int)], typeof(StepEmitter).Module, skipVisibility: true);
        var il = method.GetILGenerator(1 << 14);
        var emitter = new StepEmitter(methods, vectors, atOnce, il);
        var spilt = emitter.Emit(plan);
        if (il.ILOffset > MostBytes)
        {
            reason = $"the step takes {il.ILOffset} bytes of intermediate code, more than the {MostBytes} that .NET optimises";
            return null;
        }
        if (emitter.references > MostReferences)
        {
            reason = $"the step uses variables {emitter.references} times, more than the {MostReferences} that .NET optimises";
            return null;
        }
        reason = "";
        return new(method.CreateDelegate<EmittedStep>(), spilt * atOnce * lanes, vectors / atOnce, atOnce * lanes * sizeof(float));
    }

    // Returns how many values are spilt.
    private int Emit(Plan plan)
    {
        var (instructions, spilt) = Spilling.Of(Scheduling.ForRegisters(plan), registers.Length, holdsUniforms: vectors > 1);
        var used = instructions.SelectMany(i => i.Sources.Append(i.To)).Where(place => place.Space != Space.Register).Select(ArrayOf).Distinct().ToList();
        var perStep = used.ToDictionary(space => space, _ => il.DeclareLocal(typeof(nint)));
        foreach (var space in used)
        {
            at[(int)space] = il.DeclareLocal(typeof(nint));
            LoadEntry(OpCodes.Ldarg_0, space, at[(int)space]!);
            LoadEntry(OpCodes.Ldarg_1, space, perStep[space]);
        }
        var (top, end) = (il.DefineLabel(), il.DefineLabel());
        il.MarkLabel(top);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ble, end);
        foreach (var instruction in instructions)
        {
            for (var v = 0; v < vectors; v++)
                Emit(instruction, v);
        }
        foreach (var space in used)
            MoveOn(at[(int)space]!, perStep[space]);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Starg_S, (byte)2);
        il.Emit(OpCodes.Br, top);
        il.MarkLabel(end);
        il.Emit(OpCodes.Ret);
        return spilt;
    }

    // The scratch memory has the address that the interpreter has its registers at.
    private static Space ArrayOf(Place place) => place.Space == Space.Spill ? Space.Register : place.Space;

    private void LoadEntry(OpCode table, Space space, LocalBuilder to)
    {
        il.Emit(table);
        il.Emit(OpCodes.Ldc_I4, (int)space * sizeof(long));
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldind_I);
        Stloc(to);
    }

    private void MoveOn(LocalBuilder pointer, LocalBuilder by)
    {
        Ldloc(pointer);
        Ldloc(by);
        il.Emit(OpCodes.Add);
        Stloc(pointer);
    }

    private void Emit(Instruction i, int v)
    {
        if (i.To.Space != Space.Register)
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
                Call(i.Op);
                break;
        }
        if (i.To.Space == Space.Register)
            Stloc(registers[i.To.Index][v]);
        else
            il.Emit(OpCodes.Stobj, methods.Vector);
    }

    private void Call(Opcode op)
    {
        switch (op)
        {
            case Opcode.Sin: EmittedLane.Emit<Sine>(il, methods, variables); break;
            case Opcode.Cos: EmittedLane.Emit<Cosine>(il, methods, variables); break;
            case Opcode.Tanh: EmittedLane.Emit<Tangent>(il, methods, variables); break;
            case Opcode.Exp: EmittedLane.Emit<Exponential>(il, methods, variables); break;
            case Opcode.Log: EmittedLane.Emit<Logarithm>(il, methods, variables); break;
            default: il.Emit(OpCodes.Call, methods.Of(op)); break;
        }
    }

    private void Load(Place place, int v)
    {
        if (place.Space == Space.Register)
        {
            Ldloc(registers[place.Index][v]);
            return;
        }
        Address(place, v);
        il.Emit(OpCodes.Volatile); // otherwise the compiler keeps what it has loaded, on the stack
        il.Emit(OpCodes.Ldobj, methods.Vector);
    }

    private void Address(Place place, int v)
    {
        var bytes = sizeof(float) * methods.Lanes * place.Space switch
        {
            Space.Uniform => place.Index,
            Space.Spill => place.Index * vectors + v,
            _ => place.Index * block + v,
        };
        Ldloc(at[(int)ArrayOf(place)]!);
        if (bytes == 0)
            return;
        il.Emit(OpCodes.Ldc_I4, bytes);
        il.Emit(OpCodes.Add);
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

using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Core.Dynamics;

/// <summary>
/// Carries out a plan operation by operation, each over all rows of a block: works where code cannot be generated,
/// and is what generated code is compared with.
/// </summary>
internal sealed unsafe class Interpreter<V> : IStepKernel where V : unmanaged, ILane<V>
{
    private readonly Bound[] program;
    private readonly int block;

    public Interpreter(Plan plan, int block)
    {
        this.block = block;
        var (instructions, registers) = RegisterAllocation.Of(plan);
        Scratch = registers * block;
        program = [.. instructions.Select(i => new Bound(i.Op, Bind(i.To), Bind(i.A), Bind(i.B), Bind(i.C)))];
    }

    public int Scratch { get; }

    // Bytes from the start of the array, and from one lane vector of the block to the next.
    private readonly record struct Operand(int Space, int Offset, int Next);

    private readonly record struct Bound(Opcode Op, Operand To, Operand A, Operand B, Operand C);

    private Operand Bind(Place place) => place.Space == Space.Uniform
        ? new((int)place.Space, place.Index * V.Count * sizeof(float), 0)
        : new((int)place.Space, place.Index * block * sizeof(float), V.Count * sizeof(float));

    public void Run(ref Addresses addresses, int steps)
    {
        fixed (long* at = addresses.At, perStep = addresses.PerStep)
        {
            for (var step = 0; step < steps; step++)
            {
                foreach (ref readonly var instruction in program.AsSpan())
                    Execute(in instruction, at);
                for (var space = 0; space <= (int)Space.OutputGradient; space++)
                    at[space] += perStep[space];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Execute(in Bound i, long* at)
    {
        byte* to = (byte*)at[i.To.Space] + i.To.Offset, a = (byte*)at[i.A.Space] + i.A.Offset;
        byte* b = (byte*)at[i.B.Space] + i.B.Offset, c = (byte*)at[i.C.Space] + i.C.Offset;
        int nextA = i.A.Next, nextB = i.B.Next, nextC = i.C.Next;
        switch (i.Op)
        {
            case Opcode.Add: Map<Sum>(to, a, nextA, b, nextB); break;
            case Opcode.Subtract: Map<Difference>(to, a, nextA, b, nextB); break;
            case Opcode.Multiply: Map<Product>(to, a, nextA, b, nextB); break;
            case Opcode.Divide: Map<Quotient>(to, a, nextA, b, nextB); break;
            case Opcode.Negate: Map<Negative>(to, a, nextA); break;
            case Opcode.Sin: Map<Sine>(to, a, nextA); break;
            case Opcode.Cos: Map<Cosine>(to, a, nextA); break;
            case Opcode.Tanh: Map<Tangent>(to, a, nextA); break;
            case Opcode.Exp: Map<Exponential>(to, a, nextA); break;
            case Opcode.Log: Map<Logarithm>(to, a, nextA); break;
            case Opcode.Sqrt: Map<Root>(to, a, nextA); break;
            case Opcode.MultiplyAdd: Map<ProductSum>(to, a, nextA, b, nextB, c, nextC); break;
            case Opcode.NegatedMultiplyAdd: Map<NegatedProductSum>(to, a, nextA, b, nextB, c, nextC); break;
            case Opcode.MultiplySubtract: Map<ProductDifference>(to, a, nextA, b, nextB, c, nextC); break;
            case Opcode.Copy: Map<Identity>(to, a, nextA); break;
            case Opcode.Accumulate: Map<Sum>(to, to, V.Count * sizeof(float), a, nextA); break;
            case Opcode.AccumulateProduct: Map<ProductSum>(to, a, nextA, b, nextB, to, V.Count * sizeof(float)); break;
            default: throw new InvalidOperationException($"{i.Op} is not an operation of the interpreter.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Map<TOp>(byte* to, byte* a, int nextA) where TOp : ILaneUnary
    {
        TOp op = default!;
        for (var left = block; left > 0; left -= V.Count, to += V.Count * sizeof(float), a += nextA)
            V.Store(op.Apply(V.Load((float*)a)), (float*)to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Map<TOp>(byte* to, byte* a, int nextA, byte* b, int nextB) where TOp : ILaneBinary
    {
        TOp op = default!;
        for (var left = block; left > 0; left -= V.Count, to += V.Count * sizeof(float), a += nextA, b += nextB)
            V.Store(op.Apply(V.Load((float*)a), V.Load((float*)b)), (float*)to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Map<TOp>(byte* to, byte* a, int nextA, byte* b, int nextB, byte* c, int nextC) where TOp : ILaneTernary
    {
        TOp op = default!;
        for (var left = block; left > 0; left -= V.Count, to += V.Count * sizeof(float), a += nextA, b += nextB, c += nextC)
            V.Store(op.Apply(V.Load((float*)a), V.Load((float*)b), V.Load((float*)c)), (float*)to);
    }
}

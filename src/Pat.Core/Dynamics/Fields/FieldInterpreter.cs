using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Core.Dynamics.Fields;

/// <summary>
/// Carries out levels of a plan operation by operation, each over all rows of a block and a few elements of the index: works where code cannot
/// be generated, and is what generated code is compared with.
/// </summary>
internal sealed unsafe class FieldInterpreter<V> : IStepKernel where V : unmanaged, ILane<V>
{
    private const int NumbersAtOnce = 512;

    private readonly BoundLevel[] levels;
    private readonly FieldLayout layout;
    private readonly int block;
    private readonly int elements; // of the index at once

    public FieldInterpreter(IEnumerable<FieldLevel> levels, FieldLayout layout, int block)
    {
        (this.layout, this.block) = (layout, block);
        elements = Math.Clamp(NumbersAtOnce / block, 1, layout.Length);
        this.levels = [.. levels.Select(level => new BoundLevel(Bind(level.Before, 1), Bind(level.Loop, elements), [.. level.Sums.Select(sum => Bind(sum, 1))]))];
    }

    public int Scratch { get; private set; }

    // Bytes from the start of the array, from one element of the index to the next, and from one lane vector of the block to the next.
    private readonly record struct Operand(int Space, nint Offset, nint NextElement, nint NextVector)
    {
        public bool IsUniform => Space == (int)Dynamics.Space.Uniform;

        public byte* At(long* at, int element) => (byte*)at[Space] + Offset + (Space == (int)Dynamics.Space.Register ? 0 : element * NextElement);
    }

    private readonly record struct Bound(Opcode Op, Operand To, Operand A, Operand B, Operand C);

    private sealed record BoundLevel(Bound[] Before, Bound[] Loop, Operand[] Sums);

    private Bound[] Bind(Plan plan, int elementsAtOnce)
    {
        var (instructions, registers) = RegisterAllocation.Of(plan, useHomes: false);
        Scratch = Math.Max(Scratch, registers * elementsAtOnce * block);
        return [.. instructions.Select(i => new Bound(
            i.Op, Bind(i.To, elementsAtOnce), Bind(i.A, elementsAtOnce),
            i.Operands > 1 ? Bind(i.B, elementsAtOnce) : default, i.Operands > 2 ? Bind(i.C, elementsAtOnce) : default))];
    }

    private Operand Bind(Place place, int elementsAtOnce)
    {
        nint number = place.Space == Space.Uniform ? sizeof(float) : sizeof(float) * block;
        var vector = place.Space == Space.Uniform ? 0 : V.Count * sizeof(float);
        return place.Space == Space.Register
            ? new((int)place.Space, place.Index * elementsAtOnce * number, number, vector)
            : new((int)place.Space, layout.OffsetOf(place) * number, layout.IsField(place) ? number : 0, vector);
    }

    public void Run(ref Addresses addresses, int steps)
    {
        fixed (long* at = addresses.At, perStep = addresses.PerStep)
        {
            for (var step = 0; step < steps; step++)
            {
                foreach (var level in levels)
                    Run(level, at);
                Addresses.MoveOn(at, perStep);
            }
        }
    }

    private void Run(BoundLevel level, long* at)
    {
        foreach (ref readonly var instruction in level.Before.AsSpan())
            Execute(in instruction, at, 0, 1);
        foreach (ref readonly var sum in level.Sums.AsSpan())
            new Span<float>(sum.At(at, 0), block).Clear();
        for (var element = 0; element < layout.Length; element += elements)
        {
            foreach (ref readonly var instruction in level.Loop.AsSpan())
                Execute(in instruction, at, element, Math.Min(elements, layout.Length - element));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Execute(in Bound i, long* at, int element, int count)
    {
        switch (i.Op)
        {
            case Opcode.Add: Map<Sum>(i, at, element, count); break;
            case Opcode.Subtract: Map<Difference>(i, at, element, count); break;
            case Opcode.Multiply: Map<Product>(i, at, element, count); break;
            case Opcode.Divide: Map<Quotient>(i, at, element, count); break;
            case Opcode.Negate: MapOne<Negative>(i, at, element, count); break;
            case Opcode.Sin: MapOne<Sine>(i, at, element, count); break;
            case Opcode.Cos: MapOne<Cosine>(i, at, element, count); break;
            case Opcode.Tanh: MapOne<Tangent>(i, at, element, count); break;
            case Opcode.Exp: MapOne<Exponential>(i, at, element, count); break;
            case Opcode.Log: MapOne<Logarithm>(i, at, element, count); break;
            case Opcode.Sqrt: MapOne<Root>(i, at, element, count); break;
            case Opcode.MultiplyAdd: MapThree<ProductSum>(i, i.C, at, element, count); break;
            case Opcode.NegatedMultiplyAdd: MapThree<NegatedProductSum>(i, i.C, at, element, count); break;
            case Opcode.MultiplySubtract: MapThree<ProductDifference>(i, i.C, at, element, count); break;
            case Opcode.Copy: MapOne<Identity>(i, at, element, count); break;
            case Opcode.Accumulate: Map<Sum>(i with { A = i.To, B = i.A }, at, element, count); break;
            case Opcode.AccumulateProduct: MapThree<ProductSum>(i, i.To, at, element, count); break;
            default: throw new InvalidOperationException($"{i.Op} is not an operation of the interpreter.");
        }
    }

    private static V Load(byte* from, in Operand operand) => operand.IsUniform ? V.Of(*(float*)from) : V.Load((float*)from);

    private void MapOne<TOp>(in Bound i, long* at, int element, int count) where TOp : struct, ILaneUnary
    {
        byte* to = i.To.At(at, element), a = i.A.At(at, element);
        for (var e = 0; e < count; e++, to += i.To.NextElement, a += i.A.NextElement)
        {
            for (var v = 0; v * V.Count < block; v++)
                V.Store(default(TOp).Apply(Load(a + v * i.A.NextVector, i.A)), (float*)(to + v * i.To.NextVector));
        }
    }

    private void Map<TOp>(in Bound i, long* at, int element, int count) where TOp : struct, ILaneBinary
    {
        byte* to = i.To.At(at, element), a = i.A.At(at, element), b = i.B.At(at, element);
        for (var e = 0; e < count; e++, to += i.To.NextElement, a += i.A.NextElement, b += i.B.NextElement)
        {
            for (var v = 0; v * V.Count < block; v++)
                V.Store(default(TOp).Apply(Load(a + v * i.A.NextVector, i.A), Load(b + v * i.B.NextVector, i.B)), (float*)(to + v * i.To.NextVector));
        }
    }

    private void MapThree<TOp>(in Bound i, in Operand third, long* at, int element, int count) where TOp : struct, ILaneTernary
    {
        byte* to = i.To.At(at, element), a = i.A.At(at, element), b = i.B.At(at, element), c = third.At(at, element);
        for (var e = 0; e < count; e++, to += i.To.NextElement, a += i.A.NextElement, b += i.B.NextElement, c += third.NextElement)
        {
            for (var v = 0; v * V.Count < block; v++)
            {
                V.Store(
                    default(TOp).Apply(Load(a + v * i.A.NextVector, i.A), Load(b + v * i.B.NextVector, i.B), Load(c + v * third.NextVector, third)),
                    (float*)(to + v * i.To.NextVector));
            }
        }
    }
}

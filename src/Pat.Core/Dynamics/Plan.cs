namespace Pat.Core.Dynamics;

/// <summary>What an instruction of a plan does.</summary>
internal enum Opcode : byte
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Sin,
    Cos,
    Tanh,
    Exp,
    Log,
    Sqrt,
    MultiplyAdd,        // a b + c, one rounding
    NegatedMultiplyAdd, // c − a b, one rounding
    MultiplySubtract,   // a b − c, one rounding
    Copy,
    Accumulate,         // to += a
    AccumulateProduct,  // to += a b, one rounding
}

/// <summary>The arrays that a plan reads and writes. All but registers and uniforms move on from step to step.</summary>
internal enum Space : byte
{
    Register,
    Uniform, // what depends on parameters only, evaluated once in double and rounded to float32
    State,
    Drive,
    Saved,   // costly values of the forward step that the adjoint reads back
    NextState,
    Output,
    StateGradient,
    HoistedGradient,
    DriveGradient,
    OutputGradient,
    Spill,   // values that generated code puts aside, in its scratch memory
    NextStateGradient, // of distributed systems, whose loops read the old gradients until the end
    Temporary,         // values of distributed systems between the loops of a step
}

/// <summary>One value for each row: its array and its number in it.</summary>
internal readonly record struct Place(Space Space, int Index);

/// <summary>One operation; B and C are meant only where the operation has so many operands.</summary>
internal readonly record struct Instruction(Opcode Op, Place To, Place A, Place B = default, Place C = default)
{
    public int Operands => Op switch
    {
        Opcode.MultiplyAdd or Opcode.NegatedMultiplyAdd or Opcode.MultiplySubtract => 3,
        <= Opcode.Divide or Opcode.AccumulateProduct => 2,
        _ => 1,
    };

    /// <summary>What it reads: one place for each operand.</summary>
    public Place[] Sources => Operands switch { 1 => [A], 2 => [A, B], _ => [A, B, C] };
}

/// <summary>
/// A step, forward or adjoint, as a list of instructions: what every evaluator carries out, operation by operation, so that all round alike.
/// Every register is written once.
/// </summary>
/// <param name="Instructions">In order; what is written to memory stands at the end.</param>
/// <param name="Registers">How many registers there are.</param>
/// <param name="Uniforms">The graph nodes of the uniform values.</param>
internal sealed record Plan(IReadOnlyList<Instruction> Instructions, int Registers, IReadOnlyList<int> Uniforms);

using System.Runtime.CompilerServices;

namespace Pat.Core.Dynamics;

/// <summary>A generated method: addresses, bytes that they move on by at each step, number of steps.</summary>
internal delegate void EmittedStep(nint at, nint perStep, int steps);

/// <summary>A plan as machine code.</summary>
/// <param name="step">The generated method.</param>
/// <param name="scratch">Floats of scratch memory.</param>
/// <param name="passes">In how many passes a block is done, each over some of its vectors.</param>
/// <param name="bytesPerPass">Bytes from the vectors of one pass to those of the next.</param>
internal sealed unsafe class EmittedKernel(EmittedStep step, int scratch, int passes, int bytesPerPass) : IStepKernel
{
    public int Scratch => scratch;

    public void Run(ref Addresses addresses, int steps)
    {
        fixed (long* at = addresses.At, perStep = addresses.PerStep)
        {
            for (var pass = 0; pass < passes; pass++)
            {
                CallAligned(step, (nint)at, (nint)perStep, steps);
                for (var space = (int)Space.State; space <= (int)Space.OutputGradient; space++) // scratch and uniforms serve every pass
                    at[space] += bytesPerPass;
            }
        }
    }

    // .NET aligns the stack to 16 bytes only, so that vectors spilt to it would mostly lie across two cache lines (measured: up to 1.5 times slower).
    // This fixes where the stack of the generated method begins within a line; that 16 bytes is best was measured.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void CallAligned(EmittedStep step, nint at, nint perStep, int steps)
    {
        byte mark;
        var padding = stackalloc byte[(int)(((long)&mark - 16) & 48) + 16];
        padding[0] = 0;
        step(at, perStep, steps);
    }
}

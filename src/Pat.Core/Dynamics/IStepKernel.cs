namespace Pat.Core.Dynamics;

/// <summary>Where the arrays of a plan lie at the first step, and how many floats they move on at each step.</summary>
internal unsafe struct Addresses
{
    private const int Spaces = (int)Space.Temporary + 1; // the last one

    public fixed long At[Spaces];
    public fixed long PerStep[Spaces];

    public void Set(Space space, float* at, nint perStep)
    {
        At[(int)space] = (long)at;
        PerStep[(int)space] = perStep * sizeof(float);
    }

    /// <summary>To the next step. The two arrays of state gradients change places: what was written is read next.</summary>
    public static void MoveOn(long* at, long* perStep)
    {
        for (var space = 0; space < Spaces; space++)
            at[space] += perStep[space];
        perStep[(int)Space.StateGradient] = -perStep[(int)Space.StateGradient];
        perStep[(int)Space.NextStateGradient] = -perStep[(int)Space.NextStateGradient];
    }
}

/// <summary>Carries out a plan for a block of rows, step after step.</summary>
/// <remarks>A block is a few lane vectors; value i of an array lies at i · block, in each vector one row per lane. Uniform value i lies at i · lanes.</remarks>
internal interface IStepKernel
{
    /// <summary>How many floats of scratch memory it needs.</summary>
    int Scratch { get; }

    /// <summary>Runs <paramref name="steps"/> steps.</summary>
    void Run(ref Addresses addresses, int steps);
}

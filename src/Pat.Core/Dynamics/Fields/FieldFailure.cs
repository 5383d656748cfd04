using System.Runtime.CompilerServices;
using Pat.Core.Lanes;

namespace Pat.Core.Dynamics.Fields;

/// <summary>Finds the first state of a segment that is not finite.</summary>
internal static unsafe class FieldFailure
{
    /// <summary>The first failure after the steps first + 1 to last, whose rows lie <paramref name="row"/> apart; step 0 where there is none.</summary>
    /// <remarks>What is not finite stays so, because each step adds to the state: the last row tells whether to look at the others.</remarks>
    public static Failure First<V>(float* rows, nint row, int states, int block, int first, int last, int start, int end) where V : unmanaged, ILane<V>
    {
        if (AllFinite<V>(rows + (last - first) * row, states * block))
            return default;
        for (var step = first + 1; step <= last; step++)
        {
            if (At(rows + (step - first) * row, states, block, step, start, end) is { Step: > 0 } failure)
                return failure;
        }
        return default; // in a lane that has no row
    }

    // x · 0 is 0 where x is finite and not a number elsewhere; both stay so in a sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AllFinite<V>(float* values, int count) where V : unmanaged, ILane<V>
    {
        V sum = default, zero = V.Of(0);
        for (var i = 0; i < count; i += V.Count)
            sum = V.MultiplyAdd(V.Load(values + i), zero, sum);
        var sums = stackalloc float[V.Count];
        V.Store(sum, sums);
        for (var i = 0; i < V.Count; i++)
        {
            if (!float.IsFinite(sums[i]))
                return false;
        }
        return true;
    }

    private static Failure At(float* state, int states, int block, int step, int start, int end)
    {
        for (var lane = 0; lane < end - start; lane++)
        {
            for (var i = 0; i < states; i++)
            {
                if (!float.IsFinite(state[(nint)i * block + lane]))
                    return new(step, start + lane, i, state[(nint)i * block + lane]);
            }
        }
        return default;
    }
}

using System.Runtime.Intrinsics;

namespace Pat.Core.Lanes;

/// <summary>A kernel that is written once for all lane types.</summary>
public interface ILaneKernel
{
    /// <summary>Runs the kernel on lanes of type <typeparamref name="V"/>.</summary>
    void Run<V>() where V : unmanaged, ILane<V>;
}

/// <summary>Runs kernels on the widest lanes that the machine has.</summary>
public static class Widest
{
    /// <summary>Numbers in the widest lane vector of this machine: 16, 8, 4 or 1.</summary>
    public static int Count =>
        Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;

    /// <summary>Runs the kernel on the widest lanes of this machine.</summary>
    public static void Run<TKernel>(ref TKernel kernel) where TKernel : struct, ILaneKernel
    {
        if (Vector512.IsHardwareAccelerated)
            kernel.Run<Lane512>();
        else if (Vector256.IsHardwareAccelerated)
            kernel.Run<Lane256>();
        else if (Vector128.IsHardwareAccelerated)
            kernel.Run<Lane128>();
        else
            kernel.Run<LaneScalar>();
    }
}

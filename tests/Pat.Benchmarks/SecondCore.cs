using Pat.Core.Tensors;

namespace Pat.Benchmarks;

/// <summary>
/// What a second thread can give at this moment: two copies of the FMA peak that share nothing, side by side over one after the other.
/// It is 2 on two free cores and near 1 where another program runs on the second.
/// </summary>
internal static class SecondCore
{
    private const int Calls = 8;    // about as long as a product of 512x512x512

    public static double Gain() => Interleaved.Measure(() => RunTwoOn(2), () => RunTwoOn(1), seconds: 0.3).BaselineOverSubject;

    private static void RunTwoOn(int threads)
    {
        Workers.Threads = threads;
        Workers.ForEachChunk(2, 1, (_, _) =>
        {
            for (var i = 0; i < Calls; i++)
                FmaPeak.Run();
        });
    }
}

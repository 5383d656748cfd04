using Pat.Core.Dynamics;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Dynamics;

public sealed class AllocationTests
{
    [Theory, InlineData(Evaluator.Interpreter), InlineData(Evaluator.Automatic)]
    public void A_time_step_allocates_nothing(Evaluator evaluator) => Workers.OnOneThread(() =>
    {
        const int fewSteps = 200, manySteps = 2000;
        var (few, many) = (BytesOf(fewSteps, evaluator), BytesOf(manySteps, evaluator));
        AssertNoneForAStep(few.Run, many.Run);
        AssertNoneForAStep(few.Gradient, many.Gradient);
        Assert.InRange(few.Run, 0, 10_000);
        Assert.InRange(few.Gradient, 0, 20_000);

        // The just-in-time compiler may replace a method between the two calls and put an object of a whole call on the stack,
        // so the bytes need not be equal. An object that a step makes takes 24 bytes or more; less than one byte a step is none.
        static void AssertNoneForAStep(long few, long many) =>
            Assert.True(many - few < manySteps - fewSteps, $"{few} bytes for {fewSteps} steps, {many} bytes for {manySteps}.");
    });

    // Tensors come from the pool of the scope, which is warm after the first calls.
    private static (long Run, long Gradient) BytesOf(int steps, Evaluator evaluator)
    {
        var simulator = Simulator.Compile(new Circuit(), new RungeKutta4(), new() { TimeStep = 0.05, Steps = steps, Evaluator = evaluator });
        var (drive, initial, theta, dy) = (new Tensor(20, steps), new Tensor(20, 3), new Tensor([0.5f, 1, 1, 1.2f, 1.5f, 3], 6), new Tensor(20, steps));
        using var scope = new TensorScope();
        long Bytes(Action action)
        {
            for (var i = 0; i < 3; i++)
            {
                action();
                scope.Reset();
            }
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            scope.Reset();
            return bytes;
        }
        return (Bytes(() => simulator.Run(drive, initial, theta)), Bytes(() => simulator.Linearize(drive, initial, theta).Pullback(dy)));
    }
}

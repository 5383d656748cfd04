using Pat.Core.Dynamics;
using Pat.Core.Randomness;

namespace Pat.Core.Tests.Dynamics;

public sealed class SubstepsTests
{
    private const int Count = 3, Steps = 8;

    public static TheoryData<string> Names => IntegratorTests.Names;

    // In double, so that only the order of a few roundings of 1e-16 differs.
    [Theory, MemberData(nameof(Names))]
    public void Several_substeps_are_as_many_small_steps_with_the_same_drive(string name)
    {
        var (big, small) = (Made(new Substeps(IntegratorTests.Named(name), Count), 0.15, Steps), Made(IntegratorTests.Named(name), 0.15 / Count, Steps * Count));
        var (drive, initial, theta) = (Draw(1, Steps), Draw(2, 2), new[] { 1.5, 0.3 });
        var held = drive.SelectMany(u => Enumerable.Repeat(u, Count)).ToArray();
        var dy = Draw(3, 2 * Steps);
        var expected = small.Linearize(held, initial, theta, _ => dy);
        var got = big.Linearize(drive, initial, theta, _ => dy);
        AssertEqual(expected.Y, got.Y);
        AssertEqual([.. expected.DDrive.Chunk(Count).Select(each => each.Sum())], got.DDrive);
        AssertEqual(expected.DInitial, got.DInitial);
        AssertEqual(expected.DTheta, got.DTheta);
    }

    [Fact]
    public void Substeps_declare_what_their_method_declares()
    {
        var substeps = new Substeps(new VelocityVerlet(), 4);
        Assert.Equal(("4 steps of velocity Verlet", 2, true), (substeps.Name, substeps.Order, substeps.NeedsForcesOfPosition));
        Assert.StartsWith("Substeps: expected at least 1 step in one, got 0.", Assert.Throws<ArgumentException>(() => new Substeps(new RungeKutta4(), 0)).Message);
    }

    // The small steps are read after every one that ends a big one.
    private static DoubleEvaluator Made(IIntegrator integrator, double timeStep, int steps) => Simulator.Compile(new Pendulum(), integrator, new()
    {
        TimeStep = timeStep,
        Steps = steps,
        OutputSteps = [.. Enumerable.Range(1, Steps).Select(step => step * steps / Steps)],
        Evaluator = Evaluator.Interpreter,
    }).InDouble();

    private static double[] Draw(int seed, int length) => Array.ConvertAll(SimulationCase.Rows(Noise.FromSeed(seed), 1, length).Values.ToArray(), value => (double)value);

    private static void AssertEqual(double[] expected, double[] got)
    {
        Assert.Equal(expected.Length, got.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], got[i], 1e-13 * Math.Max(1, Math.Abs(expected[i])));
    }
}

using System.Numerics;
using Pat.Core.Dynamics;
using Pat.Core.Lanes;
using Pat.Core.Randomness;

namespace Pat.Core.Tests.Dynamics;

[Trait("Category", "Law")]
public sealed class ZeroTermsTests
{
    private static readonly SimulatorOptions Options = new() { TimeStep = 0.05, Steps = 19, CheckpointEvery = 7 };

    private static readonly SimulationCase[] Table =
    [
        Of("circuit", new Circuit(), new RungeKutta4(), [0.5f, 1, 1, 1.2f, 1.5f, 3]),
        Of("circuit, implicit", new Circuit(), new Rosenbrock2(), [0.5f, 1, 1, 1.2f, 1.5f, 3]),
        Of("every function", new EveryFunction(), new RungeKutta4(), [0.2f, 1.4f]),
        Of("plate", new Plate(9), new RungeKutta4(), [.. Enumerable.Range(0, 18).Select(m => m < 9 ? 0.4f + 0.12f * m : 0.01f)]),
        Of("every rule", new EveryRule(), new Iterated(), [0.7f, 0.3f]),
    ];

    public static TheoryData<string, int[]> Zeros => new()
    {
        { "circuit", [0] }, { "circuit", [3] }, { "circuit", [4] }, { "circuit", [0, 3, 4] }, { "circuit, implicit", [0, 3] }, { "every function", [0] },
        { "plate", [9, 10, 11, 12, 13, 14, 15, 16, 17] }, { "plate", [3] }, { "every rule", [0] }, { "every rule", [0, 1] },
    };

    // What stays are the same operations. Assert.Equal takes 0 and −0 as equal.
    [Theory, MemberData(nameof(Zeros))]
    public void A_step_without_zero_terms_has_the_values_and_gradients_of_the_whole_step(string name, int[] zeros)
    {
        var row = Table.Single(of => of.Name == name);
        var theta = row.Theta.Select((value, i) => zeros.Contains(i) ? 0 : value).ToArray();
        foreach (var (evaluator, lanes) in new[] { (Evaluator.Interpreter, 16), (Evaluator.GeneratedCode, Widest.Count) })
        {
            float[][] Of(SimulatorOptions options) => Results(row.Compile(options with { Evaluator = evaluator }, lanes), theta);
            Assert.Equal(Of(Options), Of(Options with { ZeroParameters = zeros }));
        }
    }

    [Fact]
    public void Zero_terms_leave_the_step()
    {
        var step = StepGraph.Trace(new Circuit(), new RungeKutta4(), 0.1);
        var (all, without) = (new StepPlans(step, Options), new StepPlans(step, Options with { ZeroParameters = [3] })); // a branch of θ3 tanh(...)
        Assert.Contains(all.Forward.Instructions, i => i.Op == Opcode.Tanh);
        Assert.DoesNotContain(without.Forward.Instructions, i => i.Op == Opcode.Tanh);
        Assert.True(without.Forward.Uniforms.Count < all.Forward.Uniforms.Count);
        Assert.True(without.Backward.Instructions.Count < all.Backward.Instructions.Count);
    }

    [Fact]
    public void Other_values_and_other_numbers_are_refused()
    {
        Simulator Of(int zero) => Simulator.Compile(new Circuit(), new RungeKutta4(), Options with { ZeroParameters = [zero] });
        Assert.Equal("Circuit theta: expected 0 for 'gain', one of the simulator's ZeroParameters, got 0.5.",
            Assert.Throws<ArgumentException>(() => Of(4).Run(new(1, 19), new(1, 3), new([1, 1, 1, 1, 0.5f, 1], 6))).Message);
        Assert.Equal("Circuit ZeroParameters: expected numbers of parameters, below 6, got 6.", Assert.Throws<ArgumentException>(() => Of(6)).Message);
        Assert.Equal("Circuit ZeroParameters: expected numbers of parameters, below 6, got -1.", Assert.Throws<ArgumentException>(() => Of(-1)).Message);
    }

    private static float[][] Results(Simulator simulator, float[] theta)
    {
        const int batch = 5;
        var noise = Noise.FromSeed(5);
        var (drive, initial) = (SimulationCase.Rows(noise.Split("drive"), batch, simulator.DriveLength), SimulationCase.Rows(noise.Split("initial"), batch, simulator.Quantities.States.Count));
        var (y, pullback) = simulator.Linearize(drive, initial, new(theta, theta.Length));
        var (dDrive, dInitial, dTheta) = pullback(SimulationCase.Rows(Noise.FromSeed(9), batch, y.RowLength));
        return [.. new[] { y, dDrive, dInitial, dTheta }.Select(result => result.Values.ToArray())];
    }

    private static SimulationCase Of<TSystem>(string name, TSystem system, IIntegrator integrator, float[] theta) where TSystem : IEquationsOfMotion =>
        new(name, (options, lanes) => Simulator.Compile(system, integrator, options, lanes), Options, theta);

    // A map: the next state is what the equations call the rate.
    private sealed class Iterated : IIntegrator
    {
        public string Name => "iterated";

        public int Order => 1;

        public bool NeedsForcesOfPosition => false;

        public double? Amplification(Complex z) => null;

        public void Step<TSystem, T>(TSystem system, double dt, ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> next)
            where TSystem : IEquationsOfMotion
            where T : unmanaged, IScalar<T> => system.Derivative(state, drive, theta, next);
    }

    // With p = 0 its first two states change places, the third becomes 0, and the others use what a term of 0 does to each operation.
    private sealed class EveryRule : IEquationsOfMotion
    {
        public Quantities Quantities { get; } = new("Every rule", ["a", "b", "c", "d", "e", "f", "g"], ["u"], ["p", "q"], ["y", "z"]);

        public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
        {
            T p = theta[0], q = theta[1], a = state[0], b = state[1], u = drive[0];
            rate[0] = b + p * a;                          // sums and differences with a product that is 0
            rate[1] = a - p * b;
            rate[2] = p * a * b / (2.0 + a * a);          // products, quotients and negations of 0
            rate[3] = p * a - 0.5 * state[3] - (p - u);   // what is left after 0, with the other sign
            rate[4] = (a * b + p) * 0.5 + (p - a * u);    // 0 beside a product
            rate[5] = (a * u - p) - q * T.Tanh(b) + p;
            rate[6] = 0.5 * state[6] - T.Sin(p) * b + T.Sqrt(p + 1.0) * u * p;
        }

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T>
        {
            output[0] = state[0] * state[2] + theta[0] * state[3] + state[4] - state[5];
            output[1] = theta[0] * state[6] + state[3] * state[6];
        }
    }
}

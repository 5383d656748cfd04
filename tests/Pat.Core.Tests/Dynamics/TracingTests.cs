using Pat.Core.Dynamics;

namespace Pat.Core.Tests.Dynamics;

public sealed class TracingTests
{
    [Fact]
    public void Equal_expressions_are_one_node_and_constants_fold()
    {
        var graph = new Graph();
        var (x, p) = (graph.Input(Source.State, 0), graph.Input(Source.Theta, 0));
        Assert.Equal(graph.Add(x, p), graph.Add(p, x));
        Assert.Equal(graph.Constant(6), graph.Multiply(graph.Constant(2), graph.Constant(3)));
        Assert.Equal(x, graph.Add(x, graph.Constant(0)));
        Assert.Equal(x, graph.Negate(graph.Negate(x)));
        Assert.Equal(graph.Multiply(graph.Constant(6), x), graph.Multiply(graph.Constant(2), graph.Multiply(x, graph.Constant(3))));
        Assert.Equal(graph.Constant(0), graph.Subtract(x, x));
        Assert.True(graph.IsUniform(graph.Divide(graph.Constant(1), p)));
        Assert.False(graph.IsUniform(graph.Multiply(p, x)));
    }

    [Fact]
    public void A_division_by_a_parameter_becomes_a_multiplication_by_its_reciprocal()
    {
        var graph = new Graph();
        var (x, p) = (graph.Input(Source.State, 0), graph.Input(Source.Theta, 0));
        Assert.Equal(graph.Multiply(x, graph.Divide(graph.Constant(1), p)), graph.Divide(x, p));
    }

    [Fact]
    public void A_traced_step_equals_the_step_in_numbers()
    {
        foreach (var integrator in new IIntegrator[] { new RungeKutta4(), new Rosenbrock2() })
        {
            var step = StepGraph.Trace(new EveryFunction(), integrator, 0.1);
            double[] x = [0.4, -0.3], u = [0.7, 1.1], p = [0.2, 1.4];
            var traced = Elementary.Evaluate(step.Graph, step.Next, node => node.Source switch { Source.State => x[node.A], Source.Drive => u[node.A], _ => p[node.A] });
            var next = new Real[2];
            integrator.Step<EveryFunction, Real>(new(), 0.1, Array.ConvertAll(x, v => new Real(v)), Array.ConvertAll(u, v => new Real(v)), Array.ConvertAll(p, v => new Real(v)), next);
            for (var i = 0; i < 2; i++)
                Assert.Equal(next[i].Value, traced[i], 1e-14);
        }
    }

    [Fact]
    public void The_adjoint_of_each_function_is_its_derivative()
    {
        foreach (var function in new[] { Operation.Negate, Operation.Sin, Operation.Cos, Operation.Tanh, Operation.Exp, Operation.Log, Operation.Sqrt })
        {
            var graph = new Graph();
            var x = graph.Input(Source.State, 0);
            var gradients = Adjoint.Of(graph, [(graph.Function(function, x), graph.Constant(1))], _ => false);
            // Central differences with h = 1e-4: third derivative times h²/6, below 1e-8 for these at 0.8.
            var slope = Elementary.Evaluate(graph, [gradients[x]], _ => 0.8)[0];
            Assert.Equal((Elementary.Of(function, 0.8001) - Elementary.Of(function, 0.7999)) / 2e-4, slope, 2e-8);
        }
    }

    [Fact]
    public void A_rate_that_is_forgotten_is_named() => Assert.Equal(
        "Faulty: Derivative does not write rate[1] ('b'). Write every element, 0.0 where nothing changes.", ErrorOf(Fault.ForgetsARate));

    [Fact]
    public void An_output_that_is_forgotten_is_named() => Assert.Equal(
        "Faulty: Output does not write output[0] ('y'). Write every element, 0.0 where nothing changes.", ErrorOf(Fault.ForgetsTheOutput));

    [Fact]
    public void A_comparison_of_values_is_refused() => Assert.Equal(
        "Faulty: Derivative cannot be traced. It compares values, but a simulator computes many runs side by side and cannot branch on one."
        + " Use a smooth function, for example Tanh for a saturation.", ErrorOf(Fault.Branches));

    [Fact]
    public void A_value_that_is_read_before_it_is_written_is_refused() => Assert.Equal(
        "Faulty: Derivative cannot be traced. It computes with a scalar to which nothing was assigned. Give every scalar a value first; 0.0 is one.",
        ErrorOf(Fault.ReadsNothing));

    [Fact]
    public void An_index_beyond_the_states_is_blamed_on_the_system() =>
        Assert.StartsWith("Faulty: Derivative cannot be traced. Index was outside", ErrorOf(Fault.ReachesTooFar));

    private static string ErrorOf(Fault fault) =>
        Assert.Throws<EquationsException>(() => StepGraph.Trace(new Faulty(fault), new RungeKutta4(), 0.1)).Message;

    private enum Fault { ForgetsARate, ForgetsTheOutput, Branches, ReadsNothing, ReachesTooFar }

    private sealed class Faulty(Fault fault) : IEquationsOfMotion
    {
        public Quantities Quantities { get; } = new("Faulty", ["a", "b"], [], [], ["y"]);

        public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T>
        {
            T unassigned = default;
            rate[0] = fault switch
            {
                Fault.Branches => state[0].Equals(state[1]) ? 1.0 : 2.0,
                Fault.ReadsNothing => unassigned + state[0],
                Fault.ReachesTooFar => state[2],
                _ => state[1],
            };
            if (fault != Fault.ForgetsARate)
                rate[1] = -state[0];
        }

        public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T>
        {
            if (fault != Fault.ForgetsTheOutput)
                output[0] = state[0];
        }
    }
}

using Pat.Core.Dynamics;

namespace Pat.Core.Tests.Dynamics;

public sealed class PlanChoicesTests
{
    [Fact]
    public void A_long_sum_is_split_into_four_that_have_the_same_terms()
    {
        var graph = new Graph();
        var (states, sum) = (graph.Inputs(Source.State, 16), 0);
        foreach (var state in states)
            sum = sum == 0 ? state : state % 3 == 0 ? graph.Subtract(sum, state) : graph.Add(sum, state);
        var split = Summation.Split(graph, [sum], graph.IsUniform)[0];
        Assert.Equal((15, 5), (Depth(graph, sum), Depth(graph, split))); // 3 additions to each part, 2 to join them
        Assert.Equal(Value(graph, sum), Value(graph, split));
    }

    [Fact]
    public void A_short_sum_stays_as_it_is()
    {
        var graph = new Graph();
        var sum = graph.Inputs(Source.State, 7).Aggregate(graph.Add);
        Assert.Equal([sum], Summation.Split(graph, [sum], graph.IsUniform));
    }

    [Fact]
    public void A_sum_that_serves_one_gradient_is_kept_instead_of_its_terms()
    {
        var graph = new Graph();
        var sum = graph.Inputs(Source.State, 16).Select(state => graph.Multiply(state, state)).Aggregate(graph.Add);
        var gradient = graph.Multiply(sum, graph.Input(Source.StateGradient, 0));
        Assert.Equal([sum], KeptValues.Of(graph, [], [gradient], graph.Ancestors([sum]), most: 3));
        Assert.Empty(KeptValues.Of(graph, [sum], [gradient], graph.Ancestors([sum]), most: 3));
    }

    private static int Depth(Graph graph, int node) =>
        graph[node].IsBinary ? 1 + Math.Max(Depth(graph, graph[node].A), Depth(graph, graph[node].B)) : 0;

    private static double Value(Graph graph, int node) => graph[node] switch
    {
        { Operation: Operation.Add } sum => Value(graph, sum.A) + Value(graph, sum.B),
        { Operation: Operation.Subtract } difference => Value(graph, difference.A) - Value(graph, difference.B),
        var input => 1 << input.A,
    };
}

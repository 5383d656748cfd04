namespace Pat.Core.Dynamics.Fields;

/// <summary>What a matrix product leaves for the gradient of its matrix: dM_ji += x_j dy_i, summed over rows.</summary>
internal readonly record struct OuterProduct<TPlace>(int Matrix, TPlace X, TPlace Dy);

/// <summary>
/// Reverse mode on a graph of fields and numbers. The gradient of a number that met every element of a field is a sum over the index;
/// that of a summed field is one number for every element.
/// </summary>
internal static class FieldAdjoint
{
    /// <summary>Adds the nodes of the gradient and returns for each node that was reached its gradient.</summary>
    /// <param name="graph">Grows by the nodes of the adjoint.</param>
    /// <param name="seeds">Nodes with the gradients that come in.</param>
    /// <param name="isLeaf">Nodes below which nothing is wanted; inputs are leaves in any case.</param>
    /// <param name="matrices">Receives the nodes of the gradients of matrices.</param>
    public static Dictionary<int, int> Of(
        Graph graph, IEnumerable<(int Node, int Gradient)> seeds, Func<int, bool> isLeaf, List<OuterProduct<int>>? matrices = null)
    {
        var fields = graph.Fields!;
        var gradients = new Dictionary<int, int>();
        var open = new PriorityQueue<int, int>(); // latest node first: all its users have spoken
        void Accumulate(int node, int gradient)
        {
            if (graph.IsConstant(node) || graph.IsConstant(gradient) && graph[gradient].Value == 0)
                return;
            if (gradients.TryGetValue(node, out var before))
            {
                gradients[node] = graph.Add(before, gradient);
                return;
            }
            gradients.Add(node, gradient);
            open.Enqueue(node, -node);
        }
        foreach (var (node, gradient) in seeds)
            Accumulate(node, OfShape(graph, node, gradient));
        while (open.TryDequeue(out var y, out _))
        {
            if (graph[y].Operation == Operation.Input || isLeaf(y))
                continue;
            var (dy, x, matrix) = (gradients[y], graph[y].A, graph[y].B);
            switch (graph[y].Operation)
            {
                case Operation.Sum:
                    Accumulate(x, dy);
                    break;
                case Operation.Product:
                    matrices?.Add(new(matrix, x, dy));
                    Accumulate(x, OfShape(graph, x, graph.Collective(Operation.TransposedProduct, dy, matrix)));
                    break;
                default:
                    foreach (var (operand, gradient) in Adjoint.Rule(graph, y, dy))
                        Accumulate(operand, fields.IsField(graph, y) ? SumForNumber(graph, operand, gradient) : gradient);
                    break;
            }
        }
        return gradients;
    }

    // A number that became a field: each element has its part in the gradient, also where that is the same for all.
    private static int SumForNumber(Graph graph, int node, int gradient) =>
        graph.Fields!.IsField(graph, node) || graph.IsConstant(node) ? gradient : graph.Fields.Sum(graph, gradient);

    private static int OfShape(Graph graph, int node, int gradient) =>
        graph.Fields!.IsField(graph, gradient) ? SumForNumber(graph, node, gradient) : gradient;
}

namespace Pat.Core.Dynamics.Fields;

/// <summary>One time step of a distributed system as a graph of fields.</summary>
internal static class FieldStep
{
    /// <summary>Traces a step.</summary>
    /// <exception cref="EquationsException">
    /// The equations compare values, leave something unwritten, write a field where a number is declared, or do not suit the integrator.
    /// </exception>
    public static StepGraph Trace<TEquations>(TEquations equations, IIntegrator integrator, double dt) where TEquations : IFieldEquations
    {
        var quantities = equations.Quantities;
        quantities.Check();
        var step = StepGraph.Trace(new FieldsAsStates<TEquations>(equations), integrator, dt, new FieldIndex(quantities));
        for (var i = 0; i < quantities.Outputs.Count; i++)
        {
            if (!quantities.Outputs[i].PerIndex && step.Graph.Fields!.IsField(step.Graph, step.Output[i]))
                throw new EquationsException($"{quantities.System}: Output writes a field to output[{i}] ('{quantities.Outputs[i].Name}'), which is declared as a number. Write a Sum over the index, or declare it with {nameof(FieldQuantity)}.{nameof(FieldQuantity.Field)}.");
        }
        return step;
    }
}

using Pat.Core.Autodiff;
using Pat.Core.Tensors;

namespace Pat.Core.Training;

/// <summary>Examples with their classes.</summary>
/// <param name="X">Inputs, [rows, features].</param>
/// <param name="Labels">Class of each row, from 0; as many as rows.</param>
public sealed record Batch(Tensor X, int[] Labels)
{
    /// <summary>Class of each row, from 0.</summary>
    public int[] Labels { get; init; } = Labels.Length == X.Rows
        ? Labels
        : throw new ArgumentException($"Batch: expected a label for each row of X {X.ShapeText}, got {Labels.Length} labels.", nameof(Labels));
}

/// <summary>What training makes small: the loss plus a weight times the mean penalty of the layers.</summary>
/// <param name="Loss">Maps the network's output and the labels to the loss, [1].</param>
/// <param name="PenaltyWeight">Weight of the mean penalty.</param>
public sealed record Objective(Func<Var, int[], Var> Loss, double PenaltyWeight)
{
    /// <summary>The value to minimise for a pass that has run.</summary>
    public Var Of(Var output, Batch batch, Pass pass)
    {
        var loss = Loss(output, batch.Labels);
        return pass.Penalty is { } penalty && PenaltyWeight != 0 ? loss + penalty * (float)PenaltyWeight : loss;
    }
}

using Pat.Core.Dynamics.Fields;

namespace Pat.Benchmarks.Dynamics;

/// <summary>The coupled oscillators of Wright et al., Nature 601, 549 (2022), doi 10.1038/s41586-021-04223-6: q″ = e − s + s Q, s = sin q.</summary>
internal sealed class FieldBenchOscillators(int oscillators) : IFieldEquations
{
    public FieldQuantities Quantities { get; } = new("Oscillators", oscillators)
    {
        States = ["q", "p"],
        Parameters = [FieldQuantity.Field("drive")],
        Matrices = ["coupling"],
        Outputs = [FieldQuantity.Field("angle")],
    };

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IField<T>
    {
        var s = T.Sin(state[0]);
        rate[0] = state[1];
        rate[1] = theta[0] - s + T.MatMul(s, 0);
    }

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IField<T> => output[0] = state[0];
}

namespace Pat.Core.Dynamics.Fields;

/// <summary>
/// Equations of motion of a distributed system, dx/dt = f(x, u, θ) with output y = g(x, θ), written once for whole fields.
/// </summary>
/// <remarks>
/// Both methods are pure, are called a few times when the simulator is made, and never again. The simulator keeps the loop over the index as a loop,
/// so that the size of the system costs only the time of its arithmetic.
/// </remarks>
public interface IFieldEquations
{
    /// <summary>What states, drives, parameters, matrices and outputs there are.</summary>
    FieldQuantities Quantities { get; }

    /// <summary>Writes dx/dt, every element.</summary>
    /// <param name="state">x, all fields.</param>
    /// <param name="drive">u, held constant over a time step, numbers or fields as declared.</param>
    /// <param name="theta">The parameters except the matrices, numbers or fields as declared.</param>
    /// <param name="rate">Overwritten with dx/dt in the order of the states.</param>
    void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IField<T>;

    /// <summary>Writes the measured output, every element.</summary>
    /// <param name="state">x, all fields.</param>
    /// <param name="theta">The parameters except the matrices.</param>
    /// <param name="output">Overwritten with y; an output that is declared as a number must be one, for example a Sum.</param>
    void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IField<T>;
}

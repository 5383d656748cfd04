using System.Runtime.InteropServices;

namespace Pat.Core.Dynamics.Fields;

/// <summary>Equations over fields as equations of motion whose states are symbols of fields, so that integrators need not know about fields.</summary>
internal sealed class FieldsAsStates<TEquations>(TEquations equations) : IEquationsOfMotion where TEquations : IFieldEquations
{
    public Quantities Quantities { get; } = equations.Quantities.Names;

    public void Derivative<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> rate) where T : unmanaged, IScalar<T> =>
        equations.Derivative(Symbols(state), Symbols(drive), Symbols(theta), Symbols(rate));

    public void Output<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> theta, Span<T> output) where T : unmanaged, IScalar<T> =>
        equations.Output(Symbols(state), Symbols(theta), Symbols(output));

    private static ReadOnlySpan<Traced> Symbols<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        Require<T>();
        return MemoryMarshal.Cast<T, Traced>(values);
    }

    private static Span<Traced> Symbols<T>(Span<T> values) where T : unmanaged
    {
        Require<T>();
        return MemoryMarshal.Cast<T, Traced>(values);
    }

    private static void Require<T>()
    {
        if (typeof(T) != typeof(Traced))
            throw new EquationsException($"It is implicit and needs the Jacobian of the equations, which has N · N elements for fields. Use {nameof(RungeKutta4)} or {nameof(VelocityVerlet)}.");
    }
}

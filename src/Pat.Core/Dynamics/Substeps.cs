using System.Numerics;

namespace Pat.Core.Dynamics;

/// <summary>Several steps of a method as one: for a drive that is held longer than the method's time step may be.</summary>
/// <remarks>A step of dt takes <paramref name="count"/> steps of dt / count; only the state after the last of them is kept.</remarks>
/// <param name="method">The method.</param>
/// <param name="count">Steps in one, at least 1.</param>
public sealed class Substeps(IIntegrator method, int count) : IIntegrator
{
    private readonly int count = count >= 1 ? count : throw new ArgumentException($"Substeps: expected at least 1 step in one, got {count}.", nameof(count));

    /// <inheritdoc/>
    public string Name => $"{count} steps of {method.Name}";

    /// <inheritdoc/>
    public int Order => method.Order;

    /// <inheritdoc/>
    public bool NeedsForcesOfPosition => method.NeedsForcesOfPosition;

    /// <inheritdoc/>
    public double? Amplification(Complex z) => method.Amplification(z / count) is { } each ? Math.Pow(each, count) : null;

    /// <inheritdoc/>
    public void Step<TSystem, T>(TSystem system, double dt, ReadOnlySpan<T> state, ReadOnlySpan<T> drive, ReadOnlySpan<T> theta, Span<T> next)
        where TSystem : IEquationsOfMotion
        where T : unmanaged, IScalar<T>
    {
        var at = state.ToArray();
        for (var i = 0; i < count; i++)
        {
            method.Step(system, dt / count, (ReadOnlySpan<T>)at, drive, theta, next);
            next.CopyTo(at);
        }
    }
}

namespace Pat.Core.Dynamics;

/// <summary>Equations of motion cannot be traced, or do not have the form that an integrator needs.</summary>
public sealed class EquationsException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public EquationsException(string message) : base(message) { }

    /// <summary>Creates the exception around the error that the equations themselves threw.</summary>
    public EquationsException(string message, Exception inner) : base(message, inner) { }
}

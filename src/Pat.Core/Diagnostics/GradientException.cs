namespace Pat.Core.Diagnostics;

/// <summary>A gradient rule does not belong to what it is said to differentiate.</summary>
public sealed class GradientException : Exception
{
    /// <summary>Creates the exception; the message names the rule and gives its figures.</summary>
    public GradientException(string message) : base(message) { }
}

namespace Pat.Core.Dynamics;

/// <summary>A state became infinite or not a number. The run stops, because everything after it would be wrong.</summary>
public sealed class SimulationException : ArithmeticException
{
    internal SimulationException(string system, string state, float value, int step, int row, double time)
        : base(FormattableString.Invariant($"{system}: the state '{state}' of row {row} is {value} after step {step} (time {time:G6}), expected a finite number.")
            + " Usual causes: a time step that is too large for the integrator, a drive or parameters that are not scaled, a division or logarithm at zero."
            + " Try half the time step, or Rosenbrock2 for a stiff system.") =>
        (System, State, Step, Row, Time) = (system, state, step, row, time);

    /// <summary>The name of the system.</summary>
    public string System { get; }

    /// <summary>The first state that is not finite.</summary>
    public string State { get; }

    /// <summary>After which step, from 1.</summary>
    public int Step { get; }

    /// <summary>Which row of the batch, from 0; the first of those that fail at this step.</summary>
    public int Row { get; }

    /// <summary>Step · time step.</summary>
    public double Time { get; }
}

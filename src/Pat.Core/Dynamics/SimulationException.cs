namespace Pat.Core.Dynamics;

/// <summary>A state became infinite or not a number. The run stops, because everything after it would be wrong.</summary>
public sealed class SimulationException : ArithmeticException
{
    private const string UsualCauses =
        " Usual causes: a time step that is too large for the integrator, a drive or parameters that are not scaled, a division or logarithm at zero."
        + " Try half the time step, or Rosenbrock2 for a stiff system.";

    internal SimulationException(string system, string state, float value, int step, int row, double time, (string Text, double LargestStep)? unstable)
        : base(FormattableString.Invariant($"{system}: the state '{state}' of row {row} is {value} after step {step} (time {time:G6}), expected a finite number.")
            + (unstable is var (text, _) ? $" The time step is too large. {text}" : UsualCauses)) =>
        (System, State, Step, Row, Time, LargestStableStep) = (system, state, step, row, time, unstable?.LargestStep);

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

    /// <summary>
    /// The largest time step with which the method is stable for the equations linearised at the start of the row, in their unit of time; null where the
    /// chosen step is no larger, so that it is not to blame, or where this is not known.
    /// </summary>
    public double? LargestStableStep { get; }
}

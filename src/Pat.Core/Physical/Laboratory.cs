using System.Collections.Immutable;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training.Optimisers;

namespace Pat.Core.Physical;

/// <summary>
/// An apparatus in use: the one object of a run that changes. It owns the hardware clock and the ledger and issues shots;
/// a new programming happens only when theta has changed.
/// </summary>
/// <remarks>
/// Trial noise is keyed by run seed, apparatus, stream and physical run number. Chunks of a batch and threads never change a draw;
/// the order of runs does, as in a laboratory.
/// </remarks>
public sealed class Laboratory
{
    private readonly Noise input;
    private readonly Noise physics;
    private readonly Noise readout;
    private readonly Noise drift;
    private readonly Noise programming;
    private readonly Noise twin;

    // The programming is kept apart from the rest of the state, in memory that is used again: copies of it at each step would be much garbage.
    private LaboratoryState state;
    private float[] programmed = [];

    /// <summary>Sets up an apparatus.</summary>
    /// <param name="name">Name of the apparatus; part of the key of its noise.</param>
    /// <param name="apparatus">The physical system.</param>
    /// <param name="runNoise">The streams of the run: what happened this time.</param>
    /// <param name="timing">Durations and energy of the hardware.</param>
    /// <param name="place">
    /// Where the apparatus stands, for example "apparatus 0". It takes the place of the name in the key of streams that have a seed of their own,
    /// so that another apparatus at this place gets the same noise. Null for the name.
    /// </param>
    public Laboratory(string name, IPhysicalSystem apparatus, RunNoise runNoise, HardwareTiming timing, string? place = null)
    {
        Name = name;
        Apparatus = apparatus;
        Timing = timing;
        Noise Key(NoiseRole stream, string part) =>
            runNoise.Of(stream).Split("laboratory").Split(runNoise.HasOwn(stream) ? place ?? name : name).Split(part);
        (input, physics, readout, drift) = (Key(NoiseRole.Input, "trial"), Key(NoiseRole.Physics, "trial"), Key(NoiseRole.Readout, "trial"), Key(NoiseRole.Drift, "trial"));
        (programming, twin) = (Key(NoiseRole.Programming, "programming"), Key(NoiseRole.Twin, "twin"));
    }

    private Laboratory(Laboratory original, IPhysicalSystem apparatus)
    {
        (Name, Apparatus, Timing) = (original.Name, apparatus, original.Timing);
        (input, physics, readout, drift) = (original.input, original.physics, original.readout, original.drift);
        (programming, twin) = (original.programming, original.twin);
        State = original.State;
    }

    /// <summary>Name of the apparatus.</summary>
    public string Name { get; }

    /// <summary>The physical system.</summary>
    public IPhysicalSystem Apparatus { get; }

    /// <summary>Durations and energy of the hardware.</summary>
    public HardwareTiming Timing { get; }

    /// <summary>What the hardware was used for.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>Run number, programming and clock; set it to replay what the apparatus did from there.</summary>
    public LaboratoryState State
    {
        get => state with { Programmed = state.Programmings == 0 ? default : [.. programmed] };
        set
        {
            programmed = value.Programmed.IsDefault ? [] : [.. value.Programmed];
            state = value with { Programmed = default };
        }
    }

    /// <summary>Another apparatus in the same place: name, noise, timing and state as they are here, and a ledger of its own.</summary>
    public Laboratory With(IPhysicalSystem other) => new(this, other);

    /// <summary>Reserves the next runs of the apparatus, programs theta if it has changed, and counts both.</summary>
    /// <param name="theta">Parameters of the coming runs.</param>
    /// <param name="rows">How many runs, at least 0.</param>
    /// <param name="purpose">What they are for.</param>
    public Shot Issue(Tensor theta, int rows, Purpose purpose)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var reprogram = state.Programmings == 0 || !programmed.AsSpan().SequenceEqual(theta.Values);
        if (reprogram)
            Program(theta);
        var shot = new Shot(physics, programming.Split(state.Programmings), state.NextRun, state.Time, Timing.RunSeconds)
        {
            Input = input,
            Readout = readout,
            Drift = drift,
            Programmed = state.ProgrammedAt,
        };
        var seconds = rows * Timing.RunSeconds;
        state = state with { NextRun = state.NextRun + rows, Time = state.Time + seconds };
        Ledger.Add(purpose, new(rows, reprogram ? 1 : 0, seconds + (reprogram ? Timing.ProgrammingSeconds : 0), rows * Timing.JoulesPerRun));
        return shot;
    }

    /// <summary>Lets time pass on the hardware clock while nothing is run.</summary>
    /// <param name="seconds">How long, in seconds, finite and at least 0.</param>
    public void Wait(double seconds) => state = state with { Time = state.Time + Hyperparameter.AtLeastZero("Laboratory Wait", seconds) };

    /// <summary>A shot for a digital twin that is to draw noise of its own; counts the twin's runs and leaves the hardware alone.</summary>
    public Shot IssueForTwin(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var shot = new Shot(twin, twin, Ledger.TwinRuns, 0, 0);
        Ledger.AddTwinRuns(rows);
        return shot;
    }

    /// <summary>Runs the apparatus once for each row of x.</summary>
    /// <param name="x">Inputs, shape [batch, Input.Size].</param>
    /// <param name="theta">Parameters, shape [ParameterCount].</param>
    /// <param name="purpose">What the runs are for.</param>
    /// <exception cref="ShapeException">x or theta does not fit the apparatus.</exception>
    /// <exception cref="NotFiniteNumberException">The apparatus returned a value that is not finite.</exception>
    public Tensor Run(Tensor x, Tensor theta, Purpose purpose)
    {
        Apparatus.Ports.Check(Name, x, theta);
        var shot = Issue(theta, x.Rows, purpose);
        var y = Apparatus.Run(x, theta, shot);
        CheckFinite(Name, y, shot.FirstRun);
        return y;
    }

    private void Program(Tensor theta)
    {
        if (programmed.Length != theta.Length)
            programmed = new float[theta.Length];
        theta.Values.CopyTo(programmed);
        var done = state.Time + Timing.ProgrammingSeconds;
        state = state with { Programmings = state.Programmings + 1, Time = done, ProgrammedAt = done };
    }

    private static void CheckFinite(string name, Tensor y, long firstRun)
    {
        for (var row = 0; row < y.Rows; row++)
        {
            var values = y.Row(row);
            for (var i = 0; i < values.Length; i++)
            {
                if (!float.IsFinite(values[i]))
                    throw new NotFiniteNumberException($"{name}: run {firstRun + row} measured {values[i]} at output {i}. Check the inputs and parameters of that run.");
            }
        }
    }
}

/// <summary>Where a laboratory stands.</summary>
/// <param name="NextRun">Number of the next physical run.</param>
/// <param name="Programmings">How often the apparatus has been programmed.</param>
/// <param name="Time">Hardware clock, in seconds.</param>
public readonly record struct LaboratoryState(long NextRun, long Programmings, double Time)
{
    /// <summary>The parameters that are in force; default before the first programming.</summary>
    public ImmutableArray<float> Programmed { get; init; }

    /// <summary>When they were programmed and had settled, in seconds on the hardware clock.</summary>
    public double ProgrammedAt { get; init; }
}

namespace Pat.Experiments.Runs;

/// <summary>One run of an experiment cannot go on. The message is one line that names the run.</summary>
/// <param name="run">The run, for example "pat, seed 3, device 1".</param>
/// <param name="cause">What happened in it.</param>
public sealed class RunFailedException(string run, Exception cause) : Exception($"{run}: {cause.Message}", cause);

namespace Pat.Experiments.CommandLine;

/// <summary>What the program returns.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Data, an output folder or a computation cannot be used; one line on standard error says which.</summary>
    public const int Failed = 1;

    /// <summary>The command line cannot be understood, or its options do not go together.</summary>
    public const int Usage = 2;

    /// <summary>A mistake in the program, as in sysexits.h (EX_SOFTWARE).</summary>
    public const int Internal = 70;

    /// <summary>Stopped by SIGINT (Ctrl-C) or SIGTERM: what was done is kept.</summary>
    public const int Interrupted = 130;
}

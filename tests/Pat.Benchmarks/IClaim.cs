namespace Pat.Benchmarks;

/// <summary>One thing that the project says about its speed, measured against a baseline in the same run. One file each, and one line in <see cref="AllClaims"/>.</summary>
internal interface IClaim
{
    /// <summary>What is compared with what, "subject over baseline".</summary>
    string Name { get; }

    /// <summary>The least ratio of speeds, subject over baseline; null where the ratio is only shown.</summary>
    double? Required { get; }

    /// <summary>Measures, in a few seconds at most.</summary>
    Measurement Measure();
}

namespace Pat.Experiments.Reporting.Sections;

/// <summary>The sections of a report, in order. Each adds what its tables give, and nothing where the folder has none.</summary>
internal static class ReportSections
{
    public static IReadOnlyList<(string Id, string Title, Action<Section, RunData> Add)> All { get; } =
    [
        ("run", "What was run", WhatWasRun.Add),
        // What a command is for, before what it needed on the way.
        ("attribution", "What each imperfection costs", Attribution.Add),
        ("yield", "Yield over devices", Yield.Add),
        ("drift", "Drift", DriftCourses.Add),
        ("comparison", "Comparison of methods", MethodComparison.Add),
        ("sweep", "Sweep over strength", StrengthSweep.Add),
        ("pairs", "Paired comparisons", PairedComparisons.Add),
        ("training", "Training", TrainingCurves.Add),
        ("confusion", "Confusion matrices", Confusions.Add),
        ("gap", "Gap between twin and device", GapSection.Add),
        ("gradients", "Alignment of gradients", GradientAlignment.Add),
        ("gradient-check", "Check of the reference gradient", GradientChecks.Add),
        ("range", "Range", RangeSection.Add),
        ("effects", "What each imperfection did", Effects.Add),
        ("samples", "Device and twin on single examples", Samples.Add),
        ("ledger", "Ledger of hardware use", Ledgers.Add),
    ];
}

using Pat.Core.Dynamics;

namespace Pat.Benchmarks.Dynamics;

/// <summary>A problem of the feasibility study: 784 samples of two substeps, batch 128, gradient of the drive only.</summary>
/// <param name="Name">For people.</param>
/// <param name="Functions">What the study's C functions begin with.</param>
/// <param name="Simulator">The same here.</param>
/// <param name="Drive">The largest drive.</param>
/// <param name="Parameters">The study's parameter block.</param>
internal sealed record StudyProblem(string Name, string Functions, Simulator Simulator, float Drive, float[] Parameters)
{
    public const int Rows = 128, Steps = 784, Substeps = 2;

    private static readonly SimulatorOptions Options = new() { TimeStep = 1, Steps = Steps, ParameterGradient = false };

    public static StudyProblem Circuit { get; } = new("study circuit", "circ",
        Simulator.Compile(new StudyCircuit(), new Pat.Core.Dynamics.Substeps(new RungeKutta4(), Substeps), Options), 5,
        [
            (float)StudyCircuit.Resistance, (float)StudyCircuit.PerInductance, (float)StudyCircuit.PerCapacitance, (float)StudyCircuit.Leak, (float)StudyCircuit.Gain,
            (float)StudyCircuit.Threshold, (float)(StudyCircuit.Smoothing * StudyCircuit.Smoothing), 0, 0, 1f / Substeps, 0, (float)StudyCircuit.Threshold,
        ]);

    public static StudyProblem Plate { get; } = OfPlate(new());

    private static StudyProblem OfPlate(StudyPlate plate)
    {
        float[] Column(Func<StudyPlate.Mode, double> of) => [.. plate.Coefficients.Select(mode => (float)of(mode))];
        var none = new float[StudyPlate.Modes];
        return new("study plate", "plate", Simulator.Compile(plate, new Pat.Core.Dynamics.Substeps(plate, Substeps), Options), 1,
        [
            .. Column(m => m.A11), .. Column(m => m.A12), .. Column(m => m.A21), .. Column(m => m.A22), .. Column(m => m.B1), .. Column(m => m.B2),
            .. none, .. Column(m => m.Kick), .. Column(m => m.Frequency), .. none, .. Column(m => m.Microphone), 1f / Substeps,
        ]);
    }
}

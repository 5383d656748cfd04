using Pat.Benchmarks.Claims;
using Pat.Benchmarks.Dynamics;
using Pat.Core.Dynamics;

namespace Pat.Benchmarks;

/// <summary>Every claim of the project about its speed. A new one is a file under Claims and a line here.</summary>
internal static class AllClaims
{
    public static readonly IClaim[] Table =
    [
        new MatrixProductOverPeak(512, 512, 512, required: 0.80),
        new MatrixProductOverPeak(32, 196, 196, required: 0.60),
        new MatrixProductTwoThreads(required: 1.7),
        new MatrixProductOverMathNet(512, 512, 512),
        new MatrixProductOverMathNet(32, 196, 196),
        new MatrixProductOverOpenBlas(512, 512, 512),
        new MatrixProductOverOpenBlas(32, 196, 196),
        new FourierTransformOverMathNet(32, 256, required: 20),
        new OscillatorsOverPeak(196, 32, required: 0.55),
        new FieldOscillatorsOverPeak(196, 32),
        new RolledModesOverFew(gradient: false, required: 1 / 1.3),
        new RolledModesOverFew(gradient: true, required: 1 / 1.3),
        new NormalsOverSystemRandom(required: 8),
        new SimulatorOverPlainLoop(Evaluator.GeneratedCode),
        new SimulatorOverPlainLoop(Evaluator.Interpreter),
        new SimulatorOverHandWritten(new HandCircuit(), gradient: false, required: 1 / 1.15),
        new SimulatorOverHandWritten(new HandCircuit(), gradient: true, required: 1 / 1.15),
        new SimulatorOverHandWritten(new HandPlate(), gradient: false, required: 1 / 1.15),
        new SimulatorOverHandWritten(new HandPlate(), gradient: true, required: 1 / 1.15),
        new PlateStepOverPhysics(required: 1 / 1.4),
        new WaveformOverRealTime(required: 1),
        new WaveformMemory(required: 1),
        new SimulatorOverStudyCode(StudyProblem.Circuit, gradient: false, required: 1),
        new SimulatorOverStudyCode(StudyProblem.Circuit, gradient: true, required: 1),
        new SimulatorOverStudyCode(StudyProblem.Plate, gradient: false, required: 1),
        new SimulatorOverStudyCode(StudyProblem.Plate, gradient: true), // wanted: 1, not claimed yet
        new ColdStart(required: 1),
        new SimulatorOverPyTorch(new HandCircuit(), "circuit", gradient: false),
        new SimulatorOverPyTorch(new HandCircuit(), "circuit", gradient: true),
        new SimulatorOverPyTorch(new HandPlate(), "plate", gradient: false),
        new SimulatorOverPyTorch(new HandPlate(), "plate", gradient: true),
        new VowelStepOverPyTorch(required: 8),
        new OscillatorStepOverPyTorch(required: 3),
        TrainingWithDiagnostics.Vowels(),
        TrainingWithDiagnostics.Plate(),
    ];
}

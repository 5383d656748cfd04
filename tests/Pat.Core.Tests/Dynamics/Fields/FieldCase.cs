using Pat.Core.Dynamics;
using Pat.Core.Dynamics.Fields;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Dynamics.Fields;

/// <summary>A distributed system with integrator, options and a way to draw inputs: a row of the table that the laws run over.</summary>
internal sealed record FieldCase(string Name, Func<SimulatorOptions, int, FieldSimulator> Compile, SimulatorOptions Options)
{
    private static readonly SimulatorOptions Short = new() { TimeStep = 0.05, Steps = 9, Evaluator = Evaluator.Interpreter };

    public static TheoryData<string> Names => new(All.Select(row => row.Name));

    public static FieldCase[] All { get; } =
    [
        Of("plate", new FieldPlate(5), new RungeKutta4(), Short),
        Of("plate, read now and then", new FieldPlate(3), new RungeKutta4(), Short with { OutputSteps = [1, 2, 7] }),
        Of("plate, many substeps", new FieldPlate(2), new Substeps(new RungeKutta4(), 16), Short with { TimeStep = 0.4, Steps = 2 }),
        Of("oscillators", new FieldOscillators(9), new RungeKutta4(), Short with { OutputSteps = [4, 9] }),
        Of("oscillators, constant drive", new FieldOscillators(3), new RungeKutta4(), Short with { ConstantDrive = true }),
        Of("everything", new EveryField(4), new RungeKutta4(), Short with { Steps = 5 }),
        Of("everything, constant drive", new EveryField(11), new RungeKutta4(), Short with { Steps = 4, ConstantDrive = true, OutputSteps = [3] }),
        Of("ring", new FieldRing(6), new VelocityVerlet(), Short),
        Of("ring, substeps", new FieldRing(1), new Substeps(new VelocityVerlet(), 2), Short with { OutputSteps = [9] }),
    ];

    public static FieldCase Named(string name) => All.Single(row => row.Name == name);

    /// <summary>Inputs of <paramref name="batch"/> rows; a row does not depend on how many there are.</summary>
    public static (Tensor Drive, Tensor Initial, Tensor Theta) Draw(FieldSimulator simulator, int batch)
    {
        var noise = Noise.FromSeed(5);
        var theta = SimulationCase.Rows(noise.Split("theta"), 1, simulator.Quantities.ThetaLength);
        return (
            SimulationCase.Rows(noise.Split("drive"), batch, simulator.DriveLength),
            SimulationCase.Rows(noise.Split("initial"), batch, simulator.Quantities.StateLength),
            theta.Reshape(theta.Length));
    }

    private static FieldCase Of<TEquations>(string name, TEquations equations, IIntegrator integrator, SimulatorOptions options)
        where TEquations : IFieldEquations =>
        new(name, (chosen, lanes) => FieldSimulator.Compile(equations, integrator, chosen, lanes), options);
}

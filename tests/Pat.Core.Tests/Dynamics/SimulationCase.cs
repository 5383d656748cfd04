using Pat.Core.Dynamics;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Tests.Dynamics;

/// <summary>A system with integrator, options and a way to draw inputs: a row of the table that the laws run over.</summary>
internal sealed record SimulationCase(string Name, Func<SimulatorOptions, int, Simulator> Compile, SimulatorOptions Options, float[] Theta)
{
    private static readonly SimulatorOptions Short = new() { TimeStep = 0.05, Steps = 37, Evaluator = Evaluator.Interpreter };

    public static TheoryData<string> Names => new(All.Select(row => row.Name));

    public static SimulationCase[] All { get; } =
    [
        Of("circuit", new Circuit(), new RungeKutta4(), Short, [0.5f, 1, 1, 1.2f, 1.5f, 3]),
        Of("circuit, read now and then", new Circuit(), new RungeKutta4(), Short with { OutputSteps = [1, 2, 11, 30, 37] }, [0.5f, 1, 1, 1.2f, 1.5f, 3]),
        Of("circuit, implicit", new Circuit(), new Rosenbrock2(), Short, [0.5f, 1, 1, 1.2f, 1.5f, 3]),
        Of("pendulum", new Pendulum(), new VelocityVerlet(), Short with { OutputSteps = [10, 20, 30] }, [1.5f, 0.3f]),
        Of("pendulum, constant drive", new Pendulum(), new RungeKutta4(), Short with { ConstantDrive = true }, [1.5f, 0.3f]),
        Of("plate", new Plate(), new RungeKutta4(), Short with { Steps = 9 }, [.. Enumerable.Range(0, 32).Select(m => m < 16 ? 0.4f + 0.12f * m : 0.01f + 0.002f * (m - 16))]),
        Of("circuit, substeps", new Circuit(), new Substeps(new RungeKutta4(), 2), Short with { Steps = 19 }, [0.5f, 1, 1, 1.2f, 1.5f, 3]),
        Of("pendulum, substeps, constant drive", new Pendulum(), new Substeps(new VelocityVerlet(), 3), Short with { Steps = 12, ConstantDrive = true, OutputSteps = [4, 12] }, [1.5f, 0.3f]),
        Of("circuit, constant parameters", new Circuit(), new RungeKutta4(), Short with { ParameterGradient = false }, [0.5f, 1, 1, 1.2f, 1.5f, 3]),
        Of("every function", new EveryFunction(), new RungeKutta4(), Short with { OutputSteps = [5, 36] }, [0.2f, 1.4f]),
        Of("every function, constant drive, implicit", new EveryFunction(), new Rosenbrock2(), Short with { ConstantDrive = true, OutputSteps = [3, 4] }, [0.2f, 1.4f]),
    ];

    public static SimulationCase Named(string name) => All.Single(row => row.Name == name);

    /// <summary>Inputs of <paramref name="batch"/> rows; a row does not depend on how many there are.</summary>
    public (Tensor Drive, Tensor Initial, Tensor Theta) Draw(Simulator simulator, int batch)
    {
        var noise = Noise.FromSeed(5);
        return (Rows(noise.Split("drive"), batch, simulator.DriveLength), Rows(noise.Split("initial"), batch, simulator.Quantities.States.Count), new(Theta, Theta.Length));
    }

    public static Tensor Rows(Noise noise, int batch, int length)
    {
        var rows = new Tensor(batch, length);
        for (var row = 0; row < batch; row++)
        {
            noise.Uniforms(row, rows.Row(row));
            foreach (ref var value in rows.Row(row))
                value = 1.6f * value - 0.8f;
        }
        return rows;
    }

    private static SimulationCase Of<TSystem>(string name, TSystem system, IIntegrator integrator, SimulatorOptions options, float[] theta)
        where TSystem : IEquationsOfMotion =>
        new(name, (chosen, lanes) => Simulator.Compile(system, integrator, chosen, lanes), options, theta);
}

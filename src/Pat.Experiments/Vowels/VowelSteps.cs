using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Experiments.Data;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.Vowels;

/// <summary>How finely the crystal is integrated: as many split steps as the Manley-Rowe relation needs.</summary>
public static class VowelSteps
{
    /// <summary>Largest relative violation of the Manley-Rowe relation on uniformly random programs that is accepted.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Largest relative violation that is accepted in the runs of an experiment, whose programs are trained; above it there is a warning.</summary>
    public const double ToleranceInUse = 1e-3;

    /// <summary>Random programs per device that are tried.</summary>
    public const int Programs = 256;

    /// <summary>The most steps that are tried.</summary>
    public const int Most = 256;

    /// <summary>
    /// The options with the steps raised by factors of about 1.5, from those that they have, until no random program on any device in use
    /// violates the relation by more than <see cref="Tolerance"/>; and the worst violation that is left.
    /// </summary>
    /// <exception cref="DataException">256 steps are too few: the strength is beyond what the split step can do.</exception>
    public static (VowelOptions Options, double Violation) Raise(VowelOptions options)
    {
        var devices = options.Runs().Select(run => run.Device).Distinct().ToArray();
        var violation = double.NaN;
        for (var steps = options.Steps; steps <= Most; steps = Finer(steps))
        {
            violation = devices.Max(device => Violation(options, device, steps));
            if (violation <= Tolerance)
                return (options with { Steps = steps }, violation);
        }
        throw new DataException(
            "Crystal", "--strength, --depletion, --dispersion", FormattableString.Invariant($"a Manley-Rowe violation of at most {Tolerance} within {Most} split steps"),
            FormattableString.Invariant($"{violation:G2}"), "Choose a smaller strength.");
    }

    /// <summary>The options with about 1.5 times the steps; null where that is more than <see cref="Most"/>.</summary>
    public static VowelOptions? More(VowelOptions options) => Finer(options.Steps) <= Most ? options with { Steps = Finer(options.Steps) } : null;

    /// <summary>Steps and violation in words.</summary>
    internal static string Text(int steps, double violation) =>
        FormattableString.Invariant($"; {steps} split steps (Manley-Rowe holds to {violation:G2} on random programs)");

    private static CoupledWaveCrystal Fabricate(VowelOptions options, long device, int steps)
    {
        try
        {
            return options.Device is null
                ? CoupledWaveCrystal.Fabricate(new(), options.Gap, device, steps, jitterFactor: 0)
                : (CoupledWaveCrystal)(options with { Steps = steps }).Bench.Fabricate(device, options.Settings.Quiet()).Physics;
        }
        catch (ArgumentException e)
        {
            throw new DataException("Device", "--strength and its parts", "a device that can be made", e.Message, "Choose smaller factors.");
        }
    }

    private static int Finer(int steps) => (3 * steps + 1) / 2;

    private static double Violation(VowelOptions options, long device, int steps)
    {
        using var scope = new TensorScope();
        var crystal = Fabricate(options, device, steps);
        var noise = Noise.FromSeed(device).Split("random programs");
        var worst = 0.0;
        // A program is a row's input and the parameters: few parameters, many inputs for each.
        const int rows = 16;
        for (var i = 0; i < Programs / rows; i++)
        {
            var x = Tensor.CreateUninitialized(rows, crystal.Ports.Input.Size);
            var theta = Tensor.CreateUninitialized(crystal.Ports.ParameterCount);
            noise.Split("data").Uniforms((long)i * rows, x);
            noise.Split("program").Uniforms(i, theta.AsSpan());
            foreach (var violation in crystal.Violations(x, theta, new Shot(noise, noise, 0, 0, 0)))
                worst = double.IsNaN(violation) || double.IsNaN(worst) ? double.NaN : Math.Max(worst, violation);
        }
        return worst;
    }
}

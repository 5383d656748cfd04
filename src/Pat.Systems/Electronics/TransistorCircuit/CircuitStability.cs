using System.Numerics;
using static System.FormattableString;

namespace Pat.Systems.Electronics.TransistorCircuit;

/// <summary>Whether the Runge-Kutta steps of a circuit damp what the circuit damps.</summary>
/// <remarks>
/// The linearised circuit has the rates λ of s² + (R/L + g/C) s + (1 + R g) / (L C) = 0, where g is the conductance across the capacitor. A step of dt
/// multiplies what moves as exp(λ t) by 1 + z + z²/2 + z³/6 + z⁴/24, z = λ dt (Hairer, Wanner, Solving Ordinary Differential Equations II,
/// 2nd ed., 1996, section IV.2): at most 1 up to |z| = 2.83 for an oscillation and 2.79 for a decay. It is looked at at rest and where a source held
/// at an input of 1 ends, which is where the transistor conducts best: beyond the limit there, the simulation was seen to diverge.
/// </remarks>
internal static class CircuitStability
{
    private const int MostSubsteps = 200; // they are compiled one after the other
    private const double OscillationLimit = 2.83, DecayLimit = 2.79, SmallestLimit = 2.78; // the last holds for all that is damped

    /// <summary>Throws if the steps of the nominal circuit are unstable.</summary>
    /// <exception cref="ArgumentException">They are.</exception>
    public static void Check(TransistorCircuitDescription description)
    {
        var dt = 1e6 / (description.SampleRate * description.Substeps);
        var unstable = Rates(CircuitConstants.Of(description)).Where(at => !IsStable(at.Rate * dt)).OrderByDescending(at => at.Rate.Magnitude).ToList();
        if (unstable is not [var (rate, place), ..])
            return;
        var (limit, name) = rate.Imaginary == 0 ? (DecayLimit, "the decay rate times dt") : (OscillationLimit, "omega dt");
        var size = rate.Magnitude * dt;
        throw new ArgumentException(Invariant($"TransistorCircuit Substeps: Runge-Kutta steps of {dt:G4} us are unstable {place}, where {name} is {size:G3}: ")
            + Invariant($"expected below {limit}, got {size / limit:G3} times that. ")
            + Invariant($"Take at least {Math.Ceiling(description.Substeps * size / SmallestLimit)} Substeps instead of {description.Substeps}, or slower components."));
    }

    /// <summary>Steps per sample for the circuit of a device: those of the description, or more where its components are faster.</summary>
    public static int SubstepsFor(CircuitConstants constants, TransistorCircuitDescription description)
    {
        var rates = Rates(constants);
        var sample = 1e6 / description.SampleRate;
        if (rates.All(at => IsStable(at.Rate * sample / description.Substeps)))
            return description.Substeps;
        var needed = Math.Ceiling(sample * rates.Max(at => at.Rate.Magnitude) / SmallestLimit);
        return needed <= MostSubsteps
            ? (int)needed
            : throw new ArgumentException(Invariant($"TransistorCircuit components: expected a circuit that at most {MostSubsteps} steps per sample can simulate, got one that needs {needed}."));
    }

    /// <summary>Rates of the circuit in 1/µs, linearised at rest and where a source held at an input of 1 ends.</summary>
    public static IReadOnlyList<(Complex Rate, string Place)> Rates(CircuitConstants constants)
    {
        var (v, i) = constants.OperatingPoint();
        return [.. At(constants, 0, 0).Select(rate => (rate, "at rest")), .. At(constants, v, i).Select(rate => (rate, "with the source held at 1"))];
    }

    private static Complex[] At(CircuitConstants c, double v, double i)
    {
        var g = 1 / c.ParallelResistance + c.Conductance(v);
        var inductance = c.Inductance / (1 + c.Saturation * i * i);
        var half = (c.Resistance / inductance + g / c.Capacitance) / 2;
        var root = Complex.Sqrt(half * half - (1 + c.Resistance * g) / (inductance * c.Capacitance));
        return [-half - root, -half + root];
    }

    private static bool IsStable(Complex z) => (1 + z * (1 + z / 2 * (1 + z / 3 * (1 + z / 4)))).Magnitude <= 1 + 1e-12;
}

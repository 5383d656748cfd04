namespace Pat.Systems.Mechanics.OscillatingPlate;

/// <summary>How much stiffness the kicks have to carry, in parts of what a time step bears: below 1 the steps are stable.</summary>
/// <remarks>A step dt bears the extra stiffness 2 ω cot(ω dt / 2) / dt of a mode; least for the mode of highest frequency. See <see cref="Core.Dynamics.KickAndPropagate"/>.</remarks>
internal static class PlateStability
{
    // Keeps the error of a device's steps at some per cent of its output (measured), and leaves the rest to the hardening.
    private const double LargestRestShare = 0.25;

    private const int MostSubsteps = 100; // strength 10 takes about ten

    /// <summary>
    /// By the strongest motion that the drive can sustain: a square wave in step with one mode gives it the velocity V = (4/π) F Q / ω, where damping
    /// takes all the power; hardening limits the amplitude A by V² = ω² (A² + κ/2 A⁴), and stiffens the highest mode by κ ω_highest ω A².
    /// </summary>
    public static double OfHardening(PlateConstants plate, double step)
    {
        var hardest = 0.0;
        for (var k = 0; k < plate.Modes; k++)
        {
            var (omega, kappa) = (plate.Frequency[k], plate.Hardening);
            var v = 4 / Math.PI * plate.Force[k] / (2 * plate.Damping[k] * omega * omega); // V / ω
            hardest = Math.Max(hardest, omega * (Math.Sqrt(1 + 2 * kappa * v * v) - 1));
        }
        return hardest * Highest(plate) * Share(plate, step);
    }

    /// <summary>Steps per sample that a plate takes, at least <paramref name="substeps"/>: more where it is far from flat at rest or strongly coupled.</summary>
    public static int Substeps(PlateConstants plate, double period, int substeps)
    {
        var stiffness = 2 * plate.Coupling.Select(Math.Abs).DefaultIfEmpty().Max();
        for (var k = 0; k < plate.Modes; k++)
            stiffness += 2 * Math.Abs(plate.Hardening) * Math.Pow(plate.Frequency[k] * plate.RestShape[k], 2);
        while (stiffness * Share(plate, period / substeps) > LargestRestShare)
        {
            if (++substeps > MostSubsteps)
                throw new ArgumentException($"OscillatingPlate rest shape, mode coupling and hardening: expected a plate that at most {MostSubsteps} steps per sample can simulate, got one that needs more.");
        }
        return substeps;
    }

    /// <summary>Throws unless constants that were given as numbers are those of a plate whose modes oscillate within what the samples can show.</summary>
    /// <exception cref="ArgumentException">They are not; the message names the first.</exception>
    public static void Check(PlateConstants plate, double sampleRate)
    {
        foreach (var (mode, (frequency, damping)) in plate.Frequency.Zip(plate.Damping).Index())
        {
            Quantity.InRange($"OscillatingPlate angular frequency of mode {mode + 1}", frequency, double.Epsilon, Math.PI * sampleRate);
            Quantity.InRange($"OscillatingPlate damping ratio of mode {mode + 1}", damping, double.Epsilon, 1);
        }
    }

    private static double Share(PlateConstants plate, double step) => step * Math.Tan(Highest(plate) * step / 2) / (2 * Highest(plate));

    private static double Highest(PlateConstants plate) => plate.Frequency.Max();
}

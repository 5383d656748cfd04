using static System.FormattableString;

namespace Pat.Systems.Mechanics.OscillatingPlate;

/// <summary>
/// Constants of a thin metal plate, simply supported at its four edges, that a voice coil drives at one point and a microphone listens to at another.
/// </summary>
/// <remarks>
/// SI units. The experiment of Wright et al., Nature 601, 549 (2022), doi 10.1038/s41586-021-04223-6, drove a titanium plate on a loudspeaker; these
/// constants are not those of that plate. Elastic constants and density are textbook values of titanium; what is marked "our choice" is a plausible value
/// of no particular apparatus.
/// </remarks>
public sealed record OscillatingPlateDescription
{
    /// <summary>First edge a, in metres (our choice).</summary>
    public double Length { get; init; } = 0.060;

    /// <summary>Second edge b, in metres (our choice).</summary>
    public double Width { get; init; } = 0.047;

    /// <summary>Thickness h, in metres (our choice).</summary>
    public double Thickness { get; init; } = 0.2e-3;

    /// <summary>Young's modulus E, in pascals (titanium).</summary>
    public double YoungsModulus { get; init; } = 116e9;

    /// <summary>Density ρ, in kg/m³ (titanium).</summary>
    public double Density { get; init; } = 4506;

    /// <summary>Poisson's ratio ν, above −1 and below 1/2 (titanium).</summary>
    public double PoissonRatio { get; init; } = 0.32;

    /// <summary>Number of modes, those of lowest frequency (our choice: up to 4.3 kHz).</summary>
    public int Modes { get; init; } = 16;

    /// <summary>Quality factor of the lowest mode, above 1/2 (our choice).</summary>
    public double LowestQuality { get; init; } = 30;

    /// <summary>Quality factor of the highest mode, above 1/2; those between rise evenly (our choice).</summary>
    public double HighestQuality { get; init; } = 60;

    /// <summary>Samples of input and output per second (our choice).</summary>
    public double SampleRate { get; init; } = 12000;

    /// <summary>Samples of a run (our choice: a picture of 28 x 28).</summary>
    public int Samples { get; init; } = 784;

    /// <summary>
    /// Time steps per sample. With two, the step rate is above four times the highest frequency, the highest that products of four modes in the energy contain:
    /// no combination of modes is in resonance with the steps. The nominal plate is off by 2e-5 of its output at the reference drive, fabricated ones by 5e-4 to 5e-3
    /// (measured). One is faster, and enough for the nominal plate (6e-5). A plate that is very far from flat at rest takes more by itself.
    /// </summary>
    public int Substeps { get; init; } = 2;

    /// <summary>Force at a drive of 1, in newtons (our choice).</summary>
    public double PeakForce { get; init; } = 0.05;

    /// <summary>Where the coil pushes, in parts of the edges (our choice: on no node of the lowest modes).</summary>
    public (double X, double Y) CoilPoint { get; init; } = (0.31, 0.37);

    /// <summary>Where the microphone listens, in parts of the edges (our choice).</summary>
    public (double X, double Y) PickUpPoint { get; init; } = (0.71, 0.62);

    /// <summary>
    /// Output at a velocity of one thickness per 1/ω of the lowest mode. Set once so that the output of the default plate has a standard deviation of 0.33
    /// at the reference drive: independent normal samples of standard deviation 0.25, which is about what a drawn digit times ±0.8 gives.
    /// </summary>
    public double Gain { get; init; } = 11.1;

    /// <summary>Device: relative error of the frequencies, standard deviation (our choice).</summary>
    public double FrequencyError { get; init; } = 0.01;

    /// <summary>Device: error of the logarithm of the dampings, standard deviation (our choice).</summary>
    public double DampingError { get; init; } = 0.10;

    /// <summary>Device: relative error of the force on a mode, standard deviation (our choice).</summary>
    public double ForceError { get; init; } = 0.05;

    /// <summary>Device: relative error of the pick-up of a mode, standard deviation (our choice).</summary>
    public double PickUpError { get; init; } = 0.05;

    /// <summary>Device: relative error of the gain, standard deviation (our choice).</summary>
    public double GainError { get; init; } = 0.05;

    /// <summary>Device: rest shape of a mode, standard deviation in thicknesses (our choice).</summary>
    public double RestShapeError { get; init; } = 0.05;

    /// <summary>Device: linear coupling of neighbouring modes in parts of ω_k ω_(k+1), standard deviation (our choice: edges that are not quite simply supported).</summary>
    public double ModeCoupling { get; init; } = 0.005;

    /// <summary>Device: relative error of the hardening, standard deviation (our choice).</summary>
    public double HardeningError { get; init; } = 0.10;

    /// <summary>Device: largest relative change of all frequencies with the temperature (our choice; some 10 K for titanium).</summary>
    public double FrequencyDrift { get; init; } = 0.002;

    /// <summary>Device: period of that change, in seconds (our choice: two hours).</summary>
    public double DriftPeriod { get; init; } = 7200;

    /// <summary>Device: time for which the change is held constant, in seconds (our choice: the change within it is at most 5e-5).</summary>
    public double DriftBlock { get; init; } = 30;

    /// <summary>Device: cut-off of the voice coil, in hertz (our choice).</summary>
    public double SpeakerCutOff { get; init; } = 6000;

    /// <summary>Device: lower cut-off of the microphone, in hertz (our choice).</summary>
    public double MicrophoneCutOff { get; init; } = 20;

    /// <summary>Device: jitter of the reading, standard deviation in samples (our choice).</summary>
    public double TimingJitter { get; init; } = 0.1;

    /// <summary>Device: read noise, standard deviation in units of the output (our choice: 3 % of the output at the reference drive).</summary>
    public double ReadNoise { get; init; } = 0.01;

    /// <summary>Device: levels of both converters (our choice: 12 bits).</summary>
    public int ConverterLevels { get; init; } = 4096;

    /// <summary>Device: largest output that the converter can show, with either sign (our choice: six standard deviations at the reference drive).</summary>
    public double OutputRange { get; init; } = 2;

    /// <summary>Numbers of half waves along the two edges, of each mode, lowest frequency first.</summary>
    public IReadOnlyList<(int M, int N)> HalfWaves()
    {
        var all = new List<(int M, int N)>();
        for (var m = 1; m <= Modes; m++)
        {
            for (var n = 1; n <= Modes; n++)
                all.Add((m, n));
        }
        return [.. all.OrderBy(mode => Math.Pow(mode.M / Length, 2) + Math.Pow(mode.N / Width, 2)).Take(Modes)];
    }

    /// <summary>
    /// Angular frequencies of the modes in radians per second: ω = π² √(D / (ρ h)) (m²/a² + n²/b²), D = E h³ / (12 (1 − ν²)).
    /// </summary>
    /// <remarks>A. Leissa, Vibration of Plates, NASA SP-160 (1969), chapter 4, all edges simply supported.</remarks>
    public double[] Frequencies()
    {
        var rigidity = YoungsModulus * Math.Pow(Thickness, 3) / (12 * (1 - PoissonRatio * PoissonRatio));
        var scale = Math.PI * Math.PI * Math.Sqrt(rigidity / (Density * Thickness));
        return [.. HalfWaves().Select(mode => scale * (Math.Pow(mode.M / Length, 2) + Math.Pow(mode.N / Width, 2)))];
    }

    /// <summary>Quality factor of each mode.</summary>
    public double[] Qualities() =>
        [.. Enumerable.Range(0, Modes).Select(k => LowestQuality + (HighestQuality - LowestQuality) * k / Math.Max(1, Modes - 1))];

    /// <summary>The constants of the nominal plate.</summary>
    internal PlateConstants Nominal()
    {
        var frequency = Frequencies();
        double[] ShapeAt((double X, double Y) point) =>
            [.. HalfWaves().Select(mode => Math.Sin(mode.M * Math.PI * point.X) * Math.Sin(mode.N * Math.PI * point.Y))];

        var modalMass = Density * Thickness * Length * Width / 4; // of each mode: the mean of sin² is ½ along each edge
        return new()
        {
            Frequency = frequency,
            Damping = [.. Qualities().Select(quality => 1 / (2 * quality))],
            Force = [.. ShapeAt(CoilPoint).Select(shape => shape * PeakForce / (modalMass * Thickness))],
            PickUp = [.. ShapeAt(PickUpPoint).Select(shape => shape * Gain / frequency[0])],
            RestShape = new double[Modes],
            Coupling = new double[Modes - 1],
            Hardening = 1.5,
        };
    }

    /// <summary>Throws unless the numbers describe a plate that can be simulated.</summary>
    /// <remarks>Stability is judged at the strongest motion that the drive can sustain: a square wave in step with one mode, limited by damping and hardening.</remarks>
    /// <exception cref="ArgumentException">A constant is not admissible; the message names it, and says by how much where it is the time step.</exception>
    public void Check()
    {
        if (Modes is < 1 or > 64)
            throw new ArgumentException($"OscillatingPlate Modes: expected 1 to 64, got {Modes}.");
        if (Samples < 1)
            throw new ArgumentException($"OscillatingPlate Samples: expected at least 1, got {Samples}.");
        if (Substeps < 1)
            throw new ArgumentException($"OscillatingPlate Substeps: expected at least 1, got {Substeps}.");
        if (ConverterLevels < 2)
            throw new ArgumentException($"OscillatingPlate ConverterLevels: expected at least 2, got {ConverterLevels}.");
        CheckConstants();
        if (LowestQuality <= 0.5 || HighestQuality <= 0.5)
            throw new ArgumentException(Invariant($"OscillatingPlate quality: expected modes that oscillate, with a quality factor above 1/2, got {LowestQuality} to {HighestQuality}."));
        if (PoissonRatio is <= -1 or >= 0.5)
            throw new ArgumentException(Invariant($"OscillatingPlate PoissonRatio: expected a number above -1 and below 0.5, got {PoissonRatio}."));
        CheckTimeStep();
    }

    private void CheckTimeStep()
    {
        var nominal = Nominal();
        var least = nominal.Frequency[^1] / Math.PI;
        if (SampleRate <= least)
            throw new ArgumentException(Invariant($"OscillatingPlate SampleRate: expected more than {least:F0} Hz, twice the frequency of the highest of {Modes} modes, got {SampleRate}: too low by a factor of {least / SampleRate:F2}."));
        var excess = PlateStability.OfHardening(nominal, 1 / (SampleRate * Substeps));
        if (excess >= 1)
            throw new ArgumentException(Invariant($"OscillatingPlate time step: expected one that is stable at the largest drive, but with {Substeps} a sample the hardening can be {excess:F2} times what a step bears. Raise Substeps or lower PeakForce (now {PeakForce} N)."));
    }

    private void CheckConstants()
    {
        ReadOnlySpan<(string, double)> positive =
        [
            (nameof(Length), Length), (nameof(Width), Width), (nameof(Thickness), Thickness), (nameof(YoungsModulus), YoungsModulus),
            (nameof(Density), Density), (nameof(SampleRate), SampleRate), (nameof(PeakForce), PeakForce), (nameof(DriftPeriod), DriftPeriod),
            (nameof(DriftBlock), DriftBlock), (nameof(SpeakerCutOff), SpeakerCutOff), (nameof(MicrophoneCutOff), MicrophoneCutOff), (nameof(OutputRange), OutputRange),
        ];
        ReadOnlySpan<(string, double)> finite =
        [
            (nameof(PoissonRatio), PoissonRatio), (nameof(LowestQuality), LowestQuality), (nameof(HighestQuality), HighestQuality),
            ("CoilPoint X", CoilPoint.X), ("CoilPoint Y", CoilPoint.Y), ("PickUpPoint X", PickUpPoint.X), ("PickUpPoint Y", PickUpPoint.Y),
            (nameof(Gain), Gain), (nameof(FrequencyError), FrequencyError), (nameof(DampingError), DampingError), (nameof(ForceError), ForceError),
            (nameof(PickUpError), PickUpError), (nameof(GainError), GainError), (nameof(RestShapeError), RestShapeError), (nameof(ModeCoupling), ModeCoupling),
            (nameof(HardeningError), HardeningError), (nameof(FrequencyDrift), FrequencyDrift), (nameof(TimingJitter), TimingJitter), (nameof(ReadNoise), ReadNoise),
        ];
        foreach (var (name, value) in positive)
        {
            if (!double.IsFinite(value) || value <= 0)
                throw new ArgumentException(Invariant($"OscillatingPlate {name}: expected a finite number above 0, got {value}."));
        }
        foreach (var (name, value) in finite)
        {
            if (!double.IsFinite(value))
                throw new ArgumentException(Invariant($"OscillatingPlate {name}: expected a finite number, got {value}."));
        }
    }
}

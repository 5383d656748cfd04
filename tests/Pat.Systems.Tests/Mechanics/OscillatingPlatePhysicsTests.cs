using Pat.Core.Dynamics;
using Pat.Systems.Mechanics.OscillatingPlate;

namespace Pat.Systems.Tests.Mechanics;

/// <summary>The plate against the formulas of plates and oscillators.</summary>
[Trait("Category", "Law")]
public sealed class OscillatingPlatePhysicsTests(ITestOutputHelper output)
{
    private static readonly OscillatingPlateDescription Titanium = new();

    [Fact]
    public void Ring_down_has_the_frequencies_and_quality_factors_of_the_plate()
    {
        // All modes at once, so small that hardening changes frequencies by 1e-8. A damped oscillation obeys
        // q_(n+1) + e^(−2γh) q_(n−1) = 2 e^(−γh) cos(ω_d h) q_n, of which least squares give γ and ω_d.
        var (plate, h) = (Titanium.Nominal(), 1 / Titanium.SampleRate);
        var motion = WatchedPlate.Run(plate, [.. Enumerable.Repeat(1e-4, 16), .. new double[16]], h, 100);
        var rigidity = 116e9 * Math.Pow(0.2e-3, 3) / 12 / (1 - 0.32 * 0.32);
        var formula = from m in Enumerable.Range(1, 9)
                      from n in Enumerable.Range(1, 9)
                      select Math.PI / 2 * Math.Sqrt(rigidity / (4506 * 0.2e-3)) * (Math.Pow(m / 0.060, 2) + Math.Pow(n / 0.047, 2));
        var hertz = formula.Order().Take(16).ToArray();
        for (var k = 0; k < 16; k++)
        {
            var (decay, damped) = DampedOscillation([.. motion.Select(state => state[k])], h);
            var omega = Math.Sqrt(damped * damped + decay * decay);
            Assert.Equal(1, omega / (2 * Math.PI) / hertz[k], 1e-6);
            Assert.Equal(30 + 2.0 * k, omega / (2 * decay), 1e-3);
        }
        Assert.Equal([355, 760, 1014, 1419], hertz.Take(4).Select(value => Math.Round(value)));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    [InlineData(1.0)]
    public void The_frequency_rises_with_the_amplitude_as_that_of_a_Duffing_oscillator(double amplitude)
    {
        // q″ + ω² (q + 3/2 q³) = 0 from rest at A: period 4 K(m) / (ω √(1 + 3/2 A²)), m = 3/4 A² / (1 + 3/2 A²); to second order ω (1 + 9/16 A²).
        var description = Titanium with { Modes = 1 };
        var (plate, h) = (Undamped(description.Nominal()), 1 / description.SampleRate);
        var motion = WatchedPlate.Run(plate, [amplitude, 0], h / 4, 4000);
        var crossings = new List<double>();
        for (var n = 1; n < motion.Length; n++)
        {
            var (before, after) = (motion[n - 1][0], motion[n][0]);
            if (before < 0 && after >= 0)
                crossings.Add(n - after / (after - before));
        }
        var measured = 2 * Math.PI * (crossings.Count - 1) / ((crossings[^1] - crossings[0]) * h / 4);
        var stiffened = 1 + 1.5 * amplitude * amplitude;
        var exact = plate.Frequency[0] * Math.Sqrt(stiffened) * Math.PI / 2 / EllipticIntegral(0.75 * amplitude * amplitude / stiffened);

        // Steps are of second order: ω dt is 0.05, and the error at most some (0.05)² / 24 of the shift.
        Assert.Equal(exact, measured, 5e-4 * (exact - plate.Frequency[0]) + 1e-7 * exact);
        if (amplitude < 0.2)
            Assert.Equal(1, (measured / plate.Frequency[0] - 1) / (9.0 / 16 * amplitude * amplitude), 0.02); // the next term is of order A²
        output.WriteLine($"A = {amplitude}: {measured / plate.Frequency[0]:F6} times the frequency for small amplitudes, exactly {exact / plate.Frequency[0]:F6}");
    }

    [Fact]
    public void Hardening_is_that_of_Bergers_membrane_energy()
    {
        // U = 6 D / h² · area · (mean of ½ |∇w|²)², integrated over the plate, in units of M h² (M the mass of a mode): must be κ/4 S² with κ = 3/2,
        // and the kick its negative gradient. The midpoint rule is exact for products of so few sines.
        var d = Titanium with { Modes = 6 };
        var plate = d.Nominal();
        double[] q = [0.3, -0.2, 0.5, 0.1, -0.4, 0.25];
        var area = d.Length * d.Width;
        var rigidity = d.YoungsModulus * Math.Pow(d.Thickness, 3) / 12 / (1 - d.PoissonRatio * d.PoissonRatio);
        var energy = 6 * rigidity / Math.Pow(d.Thickness, 2) * area * Math.Pow(MeanStretch(d, q), 2) / (d.Density * d.Thickness * area / 4 * d.Thickness * d.Thickness);
        var stretching = q.Select((value, k) => plate.Frequency[k] * value * value).Sum();
        Assert.Equal(1, plate.Hardening / 4 * stretching * stretching / energy, 1e-10);

        var kick = new Real[6];
        new PlateEquations(6).Kick<Real>(Array.ConvertAll(q, value => new Real(value)), Array.ConvertAll(plate.ToTheta(1).Values.ToArray(), value => new Real(value)), 1, kick);
        for (var k = 0; k < 6; k++)
        {
            double At(double move) => WatchedPlate.Energy(plate, [.. q.Select((value, j) => j == k ? value + move : value), .. new double[6]]);
            var linear = Math.Pow(plate.Frequency[k], 2) * q[k];
            Assert.Equal(1, kick[k].Value / -((At(1e-4) - At(-1e-4)) / 2e-4 - linear), 1e-5);
        }
    }

    [Fact]
    public void Without_damping_the_energy_does_not_drift()
    {
        // A fabricated plate, so that rest shape and mode coupling take part; all modes move, the lowest by a fifth of the thickness.
        var plate = Undamped(OscillatingPlate.Fabricate(Titanium, new(), deviceSeed: 1).Constants);
        var start = Start(plate);
        var step = 1 / Titanium.SampleRate / Titanium.Substeps;
        var inDouble = WatchedPlate.Run(plate, start, step, 10_000).Select(state => WatchedPlate.Energy(plate, state)).ToArray();
        var inSingle = WatchedPlate.RunInSingle(plate, start, step, 10_000).Select(state => WatchedPlate.Energy(plate, state)).ToArray();
        var (drift, driftInSingle) = (Drift(inDouble), Drift(inSingle));
        output.WriteLine($"drift {drift:E1} in double, {driftInSingle:E1} in float32; oscillation {Swing(inDouble):E1}");
        Assert.True(Math.Abs(drift) < 1e-4, $"drift {drift:E2} in double");
        Assert.True(Math.Abs(driftInSingle) < 5e-4, $"drift {driftInSingle:E2} in float32");
    }

    [Fact]
    public void Without_damping_the_energy_oscillates_at_second_order_in_the_time_step()
    {
        var plate = Undamped(OscillatingPlate.Fabricate(Titanium, new(), deviceSeed: 1).Constants);
        double SwingAt(int substeps) => Swing([.. WatchedPlate.Run(plate, Start(plate), 1 / Titanium.SampleRate / substeps, 300 * substeps)
            .Select(state => WatchedPlate.Energy(plate, state))]);

        var (coarse, fine) = (SwingAt(4), SwingAt(8));
        output.WriteLine($"swing {coarse:E2} and {fine:E2}, order {Math.Log2(coarse / fine):F2}");
        Assert.Equal(2, Math.Log2(coarse / fine), 0.2);
    }

    private static PlateConstants Undamped(PlateConstants plate) => plate with { Damping = new double[plate.Modes] };

    private static double[] Start(PlateConstants plate) =>
        [.. plate.Frequency.Select(omega => 0.2 * plate.Frequency[0] / omega), .. new double[plate.Modes]];

    private static double Drift(double[] energy) => energy[^1000..].Average() / energy[..1000].Average() - 1;

    private static double Swing(double[] energy) => (energy.Max() - energy.Min()) / energy.Average();

    private static (double Decay, double Frequency) DampedOscillation(double[] q, double h)
    {
        double aa = 0, ab = 0, bb = 0, ay = 0, by = 0; // q_(n+1) = a q_n − b q_(n−1)
        for (var n = 1; n < q.Length - 1; n++)
        {
            (aa, ab, bb) = (aa + q[n] * q[n], ab - q[n] * q[n - 1], bb + q[n - 1] * q[n - 1]);
            (ay, by) = (ay + q[n] * q[n + 1], by - q[n - 1] * q[n + 1]);
        }
        var determinant = aa * bb - ab * ab;
        var (a, b) = ((ay * bb - by * ab) / determinant, (by * aa - ay * ab) / determinant);
        return (-Math.Log(b) / (2 * h), Math.Acos(a / (2 * Math.Sqrt(b))) / h);
    }

    // K(m) by the arithmetic-geometric mean.
    private static double EllipticIntegral(double m)
    {
        var (a, b) = (1.0, Math.Sqrt(1 - m));
        while (Math.Abs(a - b) > 1e-15)
            (a, b) = ((a + b) / 2, Math.Sqrt(a * b));
        return Math.PI / (2 * a);
    }

    // Mean of ½ |∇w|² over the plate by the midpoint rule.
    private static double MeanStretch(OscillatingPlateDescription d, double[] q)
    {
        const int points = 24;
        var (sum, waves) = (0.0, d.HalfWaves());
        for (var i = 0; i < points * points; i++)
        {
            var (x, y) = ((i / points + 0.5) * Math.PI / points, (i % points + 0.5) * Math.PI / points);
            var (dx, dy) = (0.0, 0.0);
            for (var k = 0; k < q.Length; k++)
            {
                var (m, n) = waves[k];
                dx += d.Thickness * q[k] * m * Math.PI / d.Length * Math.Cos(m * x) * Math.Sin(n * y);
                dy += d.Thickness * q[k] * n * Math.PI / d.Width * Math.Sin(m * x) * Math.Cos(n * y);
            }
            sum += (dx * dx + dy * dy) / 2;
        }
        return sum / (points * points);
    }
}

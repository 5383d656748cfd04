using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Benches;
using Pat.Systems.Mechanics.OscillatingPlate;

namespace Pat.Systems.Tests;

public sealed class FabricatedTests
{
    public static TheoryData<string> Benches { get; } = [.. AllBenches.All.Select(bench => bench.Name)];

    [Theory, MemberData(nameof(Benches))]
    public void A_system_made_of_its_own_quantities_is_the_same_bit_for_bit(string bench)
    {
        foreach (var strength in (double[])[0, 0.3, 1])
        {
            var physics = Physics(bench, 3, strength);
            Assert.Equal(Answers(physics), Answers(physics.With(physics.Quantities)));
        }
    }

    [Theory, MemberData(nameof(Benches))]
    public void Another_device_has_other_numbers_and_can_be_put_into_this_one(string bench)
    {
        var (one, other) = (Physics(bench, 1, 1), Physics(bench, 2, 1));
        Assert.NotEqual(Answers(one), Answers(other));
        Assert.Equal(Answers(other), Answers(one.With(other.Quantities)));
    }

    [Theory, MemberData(nameof(Benches))]
    public void Without_departures_every_quantity_is_the_nominal_one_but_for_phases_of_a_drift_that_is_not_there(string bench)
    {
        var quantities = ((IFabricated)AllBenches.Named(bench).Fabricate(1, new(0, 0)).Physics).Quantities;
        Assert.Equal(quantities.Count, quantities.Select(quantity => quantity.Name).Distinct().Count());
        Assert.All(quantities, quantity => Assert.True(quantity.Unit.Length > 0 && quantity.Nominal.Count == quantity.Values.Count, quantity.Name));
        Assert.All(quantities.Where(quantity => quantity.Name != "drift phase"), quantity => Assert.Equal(quantity.Nominal, quantity.Values));
    }

    [Theory, MemberData(nameof(Benches))]
    public void Quantities_of_another_shape_name_or_nominal_value_are_refused_by_name(string bench)
    {
        var physics = Physics(bench, 1, 1);
        var all = physics.Quantities;
        var first = all[0];
        Refused(all.Skip(1), $"quantities: expected {all.Count} ({first.Name}, ");
        Refused([first with { Name = "colour" }, .. all.Skip(1)], $"quantity 1: expected {first.Name} in {first.Unit}, got colour in {first.Unit}.");
        Refused([first with { Unit = "furlong" }, .. all.Skip(1)], $"got {first.Name} in furlong.");
        Refused([first with { Values = [.. first.Values, 1] }, .. all.Skip(1)], $"{first.Name}: expected {first.Values.Count} values, got {first.Values.Count + 1}.");
        Refused([first with { Nominal = [] }, .. all.Skip(1)], $"{first.Name}: expected {first.Nominal.Count} nominal values, got 0.");
        Refused([first with { Values = [double.NaN, .. first.Values.Skip(1)] }, .. all.Skip(1)], $"{first.Name}: expected finite numbers, got NaN in place 0.");
        Refused([first with { Nominal = [17, .. first.Nominal.Skip(1)] }, .. all.Skip(1)], "got 17: these quantities are those of another nominal system.");

        void Refused(IEnumerable<Quantity> quantities, string problem) => Assert.Contains(problem, Assert.Throws<ArgumentException>(() => physics.With([.. quantities])).Message);
    }

    [Theory]
    [InlineData("oscillating-plate", "angular frequency", -5, "angular frequency of mode 1: expected a number of at least ")]
    [InlineData("oscillating-plate", "angular frequency", 1e6, "and below 37699.")]
    [InlineData("oscillating-plate", "damping ratio", 0, "damping ratio of mode 1: ")]
    [InlineData("oscillating-plate", "rest shape", 1e9, "expected a plate that at most 100 steps per sample can simulate")]
    [InlineData("oscillating-plate", "drift phase", 1, "drift phase: expected a number of at least 0 and below 1, got 1.")]
    [InlineData("transistor-circuit", "capacitance", 0, "capacitance: expected a number of at least 1E-09")]
    [InlineData("transistor-circuit", "inductance", 1e-8, "expected a circuit that at most 200 steps per sample can simulate")]
    [InlineData("transistor-circuit", "drift amplitude", -1, "drift amplitude: expected a number of at least 0 and below 1, got -1.")]
    [InlineData("second-harmonic", "spectrometer leak", 1.5, "spectrometer leak: expected a number of at least 0")]
    [InlineData("second-harmonic", "shaper crosstalk", 0.6, "shaper crosstalk: ")]
    [InlineData("coupled-oscillators", "extra coupling", 1e300, "extra coupling: expected numbers of single precision, got 1E+300 in place 0.")]
    public void Numbers_that_no_system_has_are_refused(string bench, string name, double value, string problem)
    {
        var physics = Physics(bench, 1, 1);
        var changed = physics.Quantities.Select(quantity => quantity.Name == name ? quantity with { Values = [value, .. quantity.Values.Skip(1)] } : quantity);
        Assert.Contains(problem, Assert.Throws<ArgumentException>(() => physics.With([.. changed])).Message);
    }

    // Temperature and capacitance change from run to run; the plate holds its own over 30 s.
    [Theory, MemberData(nameof(Benches))]
    public void On_the_clock_of_a_laboratory_runs_drift_alike_in_whatever_batches_they_are_made(string bench)
    {
        Assert.Equal(Measured(5), Measured(1, 1, 3));
        Assert.Equal(Measured(5), Measured(2, 3));

        float[] Measured(params int[] batches)
        {
            var device = AllBenches.Named(bench).Fabricate(1, new());
            var laboratory = new Laboratory("bench", device, Noise.FromSeed(2), AllBenches.Named(bench).Timing with { RunSeconds = 13.7 });
            var (x, theta) = Inputs(device, 10);
            List<float> measured = [];
            foreach (var half in (int[])[0, 5])
            {
                var start = half;
                foreach (var rows in batches)
                {
                    var width = x.RowLength;
                    measured.AddRange(laboratory.Run(new Tensor(x.Values.Slice(start * width, rows * width), rows, width), theta, Purpose.Train).Values);
                    start += rows;
                }
                laboratory.Wait(1234.5);
            }
            return [.. measured];
        }
    }

    [Fact]
    public void Units_of_a_plate_are_those_of_its_equations()
    {
        var quantities = OscillatingPlate.Fabricate(new(), new(), 1).Quantities;
        Assert.Equal(new OscillatingPlateDescription().Frequencies(), quantities[0].Nominal);
        Assert.Equal(("angular frequency", "rad/s"), (quantities[0].Name, quantities[0].Unit));
    }

    private static IFabricated Physics(string bench, long seed, double strength) => (IFabricated)AllBenches.Named(bench).Fabricate(seed, new(strength)).Physics;

    private static (Tensor X, Tensor Theta) Inputs(IDigitalTwin system, int rows)
    {
        var (x, theta) = (new Tensor(rows, system.Ports.Input.Size), new Tensor(system.Ports.ParameterCount));
        Noise.FromSeed(1).Uniforms(0, x);
        Noise.FromSeed(2).Uniforms(0, theta.AsSpan());
        return (x, theta);
    }

    private static float[] Answers(IDigitalTwin system)
    {
        var (x, theta) = Inputs(system, 2);
        var (y, pullback) = system.Linearize(x, theta, new Shot(Noise.FromSeed(3), Noise.FromSeed(4), 0, 500, 100));
        var (dx, dTheta) = pullback(y);
        return [.. y.Values, .. dx.Values, .. dTheta.Values];
    }
}

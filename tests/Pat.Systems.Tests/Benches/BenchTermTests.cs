using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Benches;

public sealed class BenchTermTests
{
    // What is not as in the nominal twin with a term alone.
    private static readonly Dictionary<string, string> changes = new()
    {
        ["second-harmonic crosstalk"] = "shaper crosstalk",
        ["second-harmonic gain"] = "channel gain",
        ["second-harmonic phase"] = "channel phase",
        ["second-harmonic envelope"] = "envelope shift, envelope widening",
        ["second-harmonic leak"] = "spectrometer leak",
        ["second-harmonic depletion"] = "coupling times length",
        ["second-harmonic dispersion"] = "crystal dispersion",
        ["second-harmonic levels"] = "levels",
        ["second-harmonic jitter"] = "energy jitter",
        ["second-harmonic shot"] = "shot noise",
        ["second-harmonic read"] = "read noise",
        ["oscillating-plate frequency"] = "angular frequency",
        ["oscillating-plate damping"] = "damping ratio",
        ["oscillating-plate force"] = "force",
        ["oscillating-plate pick-up"] = "pick-up",
        ["oscillating-plate gain"] = "pick-up", // the gain of the whole is in that of each mode
        ["oscillating-plate rest-shape"] = "rest shape",
        ["oscillating-plate coupling"] = "mode coupling",
        ["oscillating-plate hardening"] = "hardening",
        ["oscillating-plate drift"] = "drift amplitude",
        ["oscillating-plate speaker"] = "speaker",
        ["oscillating-plate microphone"] = "microphone",
        ["oscillating-plate levels"] = "levels",
        ["oscillating-plate jitter"] = "timing jitter",
        ["oscillating-plate read"] = "read noise",
        ["coupled-oscillators angle"] = "angle error",
        ["coupled-oscillators coupling"] = "extra coupling",
        ["coupled-oscillators angle-noise"] = "angle noise",
        ["transistor-circuit reactances"] = "inductance, capacitance",
        ["transistor-circuit resistances"] = "resistance, parallel resistance",
        ["transistor-circuit transistor"] = "transconductance, threshold",
        ["transistor-circuit channel-length"] = "channel-length modulation",
        ["transistor-circuit saturation"] = "inverse square of the saturation current",
        ["transistor-circuit drift"] = "drift amplitude",
        ["transistor-circuit levels"] = "levels",
        ["transistor-circuit ripple"] = "supply ripple",
        ["transistor-circuit thermal"] = "thermal noise",
        ["transistor-circuit jitter"] = "timing jitter",
        ["transistor-circuit read"] = "read noise",
    };

    public static TheoryData<string, string> Terms { get; } = [.. AllBenches.All.SelectMany(bench => bench.Terms.Select(term => (bench.Name, term.Name)))];

    [Theory, MemberData(nameof(Terms))]
    public void Each_term_changes_what_the_device_gives_with_all_others_and_alone(string bench, string term)
    {
        // Levels round away what is much smaller than they are, such as the thermal noise of the circuit.
        var all = term == "levels" || bench == "coupled-oscillators" ? new BenchSettings() : new BenchSettings().With("levels", 0);
        foreach (var others in (BenchSettings[])[all, Alone(bench, term)])
        {
            var answers = ((double[])[0, 1, 2]).Select(factor => Answer(bench, others.With(term, factor), time: 500)).ToArray();
            Assert.NotEqual(answers[0], answers[1]);
            Assert.NotEqual(answers[0], answers[2]);
            Assert.NotEqual(answers[1], answers[2]);
        }
    }

    [Theory, MemberData(nameof(Terms))]
    public void Each_term_acts_when_and_where_it_says_and_on_nothing_else(string bench, string term)
    {
        var declared = AllBenches.Named(bench).Terms.Single(one => one.Name == term);
        var alone = Alone(bench, term).With(term, 1);
        var device = AllBenches.Named(bench).Fabricate(1, alone);

        var rows = Answer(bench, alone, time: 500);
        var first = rows.AsSpan(0, rows.Length / 2);
        Assert.Equal(declared.Kind == ImperfectionKind.Trial, !first.SequenceEqual(rows.AsSpan(rows.Length / 2)));
        if (declared.Kind != ImperfectionKind.Trial)
            Assert.Equal(declared.Kind == ImperfectionKind.Slow, !rows.SequenceEqual(Answer(bench, alone, time: 777.7777)));

        var (x, theta) = Inputs(device);
        var effects = device.Effects(x, theta, ShotAt(500)).Where(effect => effect.Changed > 0).ToArray();
        string[] different = [.. ((IFabricated)device.Physics).Quantities.Where(one => one.Name != "drift phase" && !one.Values.SequenceEqual(one.Nominal)).Select(one => one.Name)];
        Assert.Equal(declared.Acts, different.Length > 0 && effects.Length == 0 ? "physics" : string.Join(" and ", effects.Select(effect => effect.Place.ToString().ToLowerInvariant())));
        Assert.Equal(changes[$"{bench} {term}"], string.Join(", ", [.. different, .. effects.Select(effect => effect.Imperfection.Name).Distinct()]));
    }

    private static BenchSettings Alone(string bench, string term) =>
        AllBenches.Named(bench).Terms.Where(one => one.Name != term).Aggregate(new BenchSettings(), (settings, one) => settings.With(one.Name, 0));

    private static Shot ShotAt(double time) => new(Noise.FromSeed(3), Noise.FromSeed(4), 0, time, 0);

    // Two runs with the same input, at the same time.
    private static float[] Answer(string bench, BenchSettings settings, double time)
    {
        var device = AllBenches.Named(bench).Fabricate(1, settings);
        var (x, theta) = Inputs(device);
        return device.Run(x, theta, ShotAt(time)).Values.ToArray();
    }

    private static (Tensor X, Tensor Theta) Inputs(Device device)
    {
        var (x, theta) = (new Tensor(2, device.Ports.Input.Size), new Tensor(device.Ports.ParameterCount));
        Noise.FromSeed(1).Uniforms(0, x.Row(0));
        x.Row(0).CopyTo(x.Row(1));
        Noise.FromSeed(2).Uniforms(0, theta.AsSpan());
        return (x, theta);
    }
}

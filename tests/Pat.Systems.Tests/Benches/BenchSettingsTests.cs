using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;
using Pat.Systems.Mechanics.CoupledOscillators;

namespace Pat.Systems.Tests.Benches;

public sealed class BenchSettingsTests
{
    private static readonly CoupledOscillatorsBench bench = new(new(8), new(8));

    [Fact]
    public void A_quiet_device_has_no_trial_noise_and_nothing_that_is_flat_between_steps()
    {
        var settings = new BenchSettings(0.7)
        {
            Added =
            [
                new("additive-noise", Place.Input), new("programming-error", Place.Parameters, 2), new("dac", Place.Parameters), new("log-drift", Place.Output), new("photon-counting", Place.Output),
                new("gain-offset-spread", Place.Output), new("sar-converter", Place.Output),
            ],
        }.With("angle", 3);
        var quiet = settings.Quiet();
        Assert.Equal((0.7, 0, 3), (quiet.Strength, quiet.Noise, quiet.Factors["angle"]));
        Assert.Equal([new("programming-error", Place.Parameters, 2), new("log-drift", Place.Output), new("gain-offset-spread", Place.Output)], quiet.Added.AsEnumerable());
        var device = bench.Fabricate(1, quiet);
        Assert.Equal(Answer(device, firstRun: 0), Answer(device, firstRun: 10));
    }

    [Fact]
    public void What_is_added_is_drawn_anew_for_each_device_apparatus_place_and_time_that_it_is_listed()
    {
        var one = new AddedImperfection("gain-offset-spread", Place.Output);
        GainOffsetSpread[] drawn =
        [
            .. Spreads(1, 0, one, one), .. Spreads(2, 0, one), .. Spreads(1, 1, one), .. Spreads(1, 0, one with { Place = Place.Input }),
        ];
        Assert.Equal(5, drawn.Select(spread => spread.Fabrication).Distinct().Count());
        // Whatever else is listed, and however strong.
        Assert.Equal(drawn[0].Fabrication, Spreads(1, 0, new AddedImperfection("loss", Place.Output), one with { Strength = 3 })[0].Fabrication);
        Assert.Equal(drawn[1].Fabrication, Spreads(1, 0, one with { Strength = 0 }, one)[1].Fabrication);
    }

    private static GainOffsetSpread[] Spreads(long seed, int apparatus, params AddedImperfection[] added)
    {
        var device = bench.Fabricate(seed, new() { Added = [.. added] }, apparatus);
        return [.. device.Input.Concat(device.Output).OfType<GainOffsetSpread>()];
    }

    private static float[] Answer(Device device, long firstRun)
    {
        var (x, theta) = (new Tensor(3, device.Ports.Input.Size), new Tensor(device.Ports.ParameterCount));
        Noise.FromSeed(1).Uniforms(0, x);
        Noise.FromSeed(2).Uniforms(0, theta.AsSpan());
        return device.Run(x, theta, new Shot(Noise.FromSeed(3), Noise.FromSeed(4), firstRun, 100, 0)).Values.ToArray();
    }
}

using Pat.Core.Autodiff;
using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests;

public sealed class DeviceTests
{
    private static readonly SystemPorts Ports = new(
        new Port("x", 3, 0, 1, "1", new Layout.Values()),
        [new Port("theta", 3, 0, 1, "1", new Layout.Values())],
        new Port("y", 3, 0, 10, "1", new Layout.Values()));

    private static readonly FunctionTwin Physics = new(Ports, (x, theta) => Op.Exp(x * theta) + x);
    private static readonly Shot Shot = new(Noise.FromSeed(1), Noise.FromSeed(2), 0, 0, 0);
    private static readonly Tensor X = new([0.1f, 0.5f, 0.9f, 0.3f, 0.2f, 0.7f], 2, 3);
    private static readonly Tensor Theta = new([0.2f, 0.4f, 0.8f], 3);

    [Fact]
    public void Imperfections_act_in_the_order_of_the_signal_path()
    {
        var device = new Device("device", Physics, [new Levels(3, 0, 1)], [new Levels(2, 0, 1)], [new AdditiveNoise("offset", 0)]);
        // x becomes 0, 0.5, 1, 0.5, 0, 0.5 (0.3 rounds to 0.5, 0.7 too) and theta 0, 0, 1.
        var y = device.Run(X, Theta, Shot);
        Assert.Equal([1, 1.5, Math.E + 1, 1.5, 1, Math.Exp(0.5) + 0.5], y.Values.ToArray().Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Linearize_gives_the_run_bit_for_bit_and_its_gradient()
    {
        var device = new Device(
            "device", Physics, [new AdditiveNoise("input noise", 0.05)], [new ProgrammingNoise(0.05)],
            [new ShotNoise(1e4), new AdditiveNoise("read noise", 0.01), new AdditiveNoise("read noise", 0.01)]);
        Assert.Equal(device.Run(X, Theta, Shot).Values, device.Linearize(X, Theta, Shot).Y.Values);
        var shots = Enumerable.Range(0, 40).Select(i => Shot with { FirstRun = 2 * i }).ToArray();
        GradientCheck.Require(GradientCheck.OfTwin("device", device, X, Theta, shots, Noise.FromSeed(3)));
    }

    [Fact]
    public void Leaving_one_imperfection_out_does_not_change_the_draws_of_the_others()
    {
        IImperfection read = new AdditiveNoise("read noise", 0.1), other = new AdditiveNoise("other noise", 0);
        var with = new Device("device", Physics, output: [other, read]).Run(X, Theta, Shot);
        var without = new Device("device", Physics, output: [read]).Run(X, Theta, Shot);
        Assert.Equal(with.Values, without.Values);
    }

    [Fact]
    public void Two_imperfections_of_the_same_name_have_draws_of_their_own()
    {
        IImperfection read = new AdditiveNoise("read noise", 0.1);
        var clean = Physics.Run(X, Theta, Shot).Values.ToArray();
        var one = new Device("device", Physics, output: [read]).Run(X, Theta, Shot).Values.ToArray();
        var two = new Device("device", Physics, output: [read, read]).Run(X, Theta, Shot).Values.ToArray();
        Assert.All(Enumerable.Range(0, clean.Length), i => Assert.NotEqual(2 * (one[i] - clean[i]), two[i] - clean[i], 1e-4f));
    }

    [Fact]
    public void Programming_noise_stays_the_same_until_the_next_programming()
    {
        var device = new Device("device", Physics, parameters: [new ProgrammingNoise(0.1)]);
        var first = device.Run(X, Theta, Shot);
        Assert.Equal(first.Values, device.Run(X, Theta, Shot with { FirstRun = 50 }).Values);
        Assert.NotEqual(first.Values.ToArray(), device.Run(X, Theta, Shot with { Programming = Noise.FromSeed(8) }).Values.ToArray());
    }

    [Fact]
    public void Inputs_and_parameters_of_another_shape_are_refused_by_name()
    {
        var device = new Device("device", Physics);
        Assert.Equal("device x: expected shape [batch, 3], got [2, 2].", Assert.Throws<ShapeException>(() => device.Run(new Tensor(2, 2), Theta, Shot)).Message);
        Assert.Equal("device theta: expected shape [3], got [4].", Assert.Throws<ShapeException>(() => device.Linearize(X, new Tensor(4), Shot)).Message);
    }

    [Fact]
    public void An_imperfection_that_is_not_defined_for_a_layout_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Device("device", Physics, output: [new ForPicturesOnly()]));
        Assert.Equal("Device output: picture blur is not defined for port y with layout Values.", error.Message);
    }

    [Fact]
    public void Noise_of_single_runs_is_refused_at_the_parameters_which_a_batch_shares()
    {
        var error = Assert.Throws<ArgumentException>(() => new Device("device", Physics, parameters: [new AdditiveNoise("read noise", 0.1)]));
        Assert.StartsWith("Device parameters: read noise differs from run to run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_place_has_a_stream_of_its_own_and_what_is_slow_the_stream_of_the_drift()
    {
        var device = new Device("device", Physics, [new AdditiveNoise("input noise", 0.1)], [new ProgrammingNoise(0.1)], [new AdditiveNoise("read noise", 0.1)]);
        var before = device.Effects(X, Theta, Shot);
        Assert.Equal([true, false, false], Changed(Shot with { Input = Noise.FromSeed(9) }));
        Assert.Equal([false, true, false], Changed(Shot with { Programming = Noise.FromSeed(9) }));
        Assert.Equal([false, false, true], Changed(Shot with { Readout = Noise.FromSeed(9) }));
        Assert.Equal([false, false, false], Changed(Shot with { Noise = Noise.FromSeed(9), Drift = Noise.FromSeed(9) }));

        // How far input and parameters were moved, and the noise of the output without what reaches it.
        bool[] Changed(Shot shot) =>
        [
            .. device.Effects(X, Theta, shot).Take(2).Zip(before, (a, b) => a.RelativeRms != b.RelativeRms),
            !new Device("device", Physics, output: device.Output.ToArray()).Run(X, Theta, shot).Values.SequenceEqual(
                new Device("device", Physics, output: device.Output.ToArray()).Run(X, Theta, Shot).Values),
        ];
    }

    [Fact]
    public void Effects_tell_what_each_imperfection_changed()
    {
        var effects = new Device("device", Physics, [new Levels(3, 0, 1)], output: [new AdditiveNoise("none", 0)]).Effects(X, Theta, Shot);
        Assert.Equal([(Place.Input, "levels"), (Place.Output, "none")], effects.Select(effect => (effect.Place, effect.Imperfection.Name)));
        // 0.5 is a level; the others move by 0.1, 0.1, 0.2, 0.2, 0.2.
        Assert.Equal((5 / 6.0, 0), (effects[0].Changed, effects[1].Changed));
        Assert.Equal(Math.Sqrt(0.14 / 1.69), effects[0].RelativeRms, 1e-6);
        Assert.Equal(0, effects[1].RelativeRms);
    }

    private sealed class ProgrammingNoise(double sigma) : IImperfection
    {
        private readonly AdditiveNoise noise = new("programming noise", sigma);

        public string Name => noise.Name;

        public ImperfectionKind Kind => ImperfectionKind.Cycle;

        public bool Accepts(Layout layout) => true;

        public Tensor Apply(Tensor clean, Shot shot) => noise.Apply(clean, shot);

        public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => dy;

        public IImperfection Scaled(double strength) => new ProgrammingNoise(sigma * strength);
    }

    private sealed class ForPicturesOnly : IImperfection
    {
        public string Name => "picture blur";

        public ImperfectionKind Kind => ImperfectionKind.Fixed;

        public bool Accepts(Layout layout) => layout is Layout.Field;

        public Tensor Apply(Tensor clean, Shot shot) => clean;

        public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => dy;

        public IImperfection Scaled(double strength) => this;
    }
}

using System.Text;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Experiments.Data;
using Pat.Experiments.Devices;
using Pat.Experiments.Tests.CommandLine;
using Pat.Systems;
using Pat.Systems.Benches;
using Pat.Systems.Imperfections;

namespace Pat.Experiments.Tests.Devices;

public sealed class DeviceFileTests : InFolder
{
    private static readonly SavedDevice circuit = SavedDevice.Fabricate(AllBenches.Named("transistor-circuit"), 3, new(1.5, 0.5));

    public static TheoryData<string> Benches { get; } = [.. AllBenches.All.Select(bench => bench.Name)];

    [Theory, MemberData(nameof(Benches))]
    public void A_loaded_device_gives_the_bits_of_the_saved_one(string bench)
    {
        var settings = new BenchSettings(0.7, 0.9).With(AllBenches.Named(bench).Terms[0].Name, 1.3);
        SavedDevice[] devices =
        [
            SavedDevice.Fabricate(AllBenches.Named(bench), 2, settings),
            SavedDevice.Fabricate(AllBenches.Named(bench), 2, settings with { Added = [new("additive-noise", Place.Output, 0.3), new("additive-noise", Place.Output), new("additive-noise", Place.Input)] }),
        ];
        foreach (var (i, saved) in devices.Index())
        {
            var path = Path.Combine(Root, $"{i}.json");
            DeviceFile.Write(path, saved);
            var loaded = DeviceFile.Read(path);
            Assert.Equal((saved.Bench, saved.Seed, saved.Device.Name), (loaded.Bench, loaded.Seed, loaded.Device.Name));
            Assert.Equal(saved.Settings.Factors, loaded.Settings.Factors);
            Assert.Equal(saved.Settings.Added, loaded.Settings.Added);
            Assert.True(DeviceDifference.Of(saved, loaded).IsNone);
            Assert.Equal(Answers(saved.Device), Answers(loaded.Device));
            Assert.Equal(DeviceFile.Bytes(saved), DeviceFile.Bytes(loaded));
        }
        Assert.NotEqual(Answers(devices[0].Device), Answers(devices[1].Device));
    }

    // Whatever can be added to one of the benches can be saved: an author of an imperfection need not think of files.
    [Theory]
    [InlineData("second-harmonic")]
    [InlineData("transistor-circuit")]
    public void Every_imperfection_of_the_library_survives(string bench)
    {
        foreach (var (entry, place) in ImperfectionLibrary.All.SelectMany(entry => entry.Places.Select(place => (entry, place))))
        {
            if (Fabricated(new(entry.Id, place, 0.7)) is not { } saved)
                continue;
            var loaded = DeviceFile.Parse(DeviceFile.Bytes(saved), "file", AllBenches.All);
            Assert.True(DeviceDifference.Of(saved, loaded).IsNone, $"{entry.Id} at {place}");
            Assert.True(saved.Imperfections.Zip(loaded.Imperfections).All(pair => pair.First.IsSameAs(pair.Second)), $"{entry.Id} at {place}");
            Assert.True(Answers(saved.Device).SequenceEqual(Answers(loaded.Device)), $"{entry.Id} at {place}");
        }

        SavedDevice? Fabricated(AddedImperfection added)
        {
            try
            {
                AllBenches.Named(bench).Fabricate(1, new() { Added = [added] });
            }
            catch (ArgumentException)
            {
                return null; // cannot act there
            }
            return SavedDevice.Fabricate(AllBenches.Named(bench), 1, new() { Added = [added] });
        }
    }

    [Fact]
    public void What_counts_is_the_number_in_the_file_and_not_what_the_seed_would_draw()
    {
        var capacitance = circuit.Quantities[1];
        var loaded = Parse(text => text.Replace($"[{Number(capacitance.Values[0])}]", "[2.75]"));
        Assert.Equal(2.75, loaded.Quantities[1].Values[0]);
        Assert.NotEqual(Answers(circuit.Device), Answers(loaded.Device));
        var difference = Assert.Single(DeviceDifference.Of(circuit, loaded).Quantities);
        Assert.Equal(("capacitance", capacitance.Values[0], 2.75), (difference.Name, difference.First, difference.Second));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "version: expected 1, the version that this program reads, got 2.")]
    [InlineData("\"pat-device\"", "\"png\"", "format: expected \"pat-device\", got \"png\".")]
    [InlineData("\"bench\": \"transistor-circuit\"", "\"bench\": \"toaster\"", "bench: expected one of second-harmonic, oscillating-plate, coupled-oscillators, transistor-circuit, got \"toaster\".")]
    [InlineData("\"bench\": \"transistor-circuit\"", "\"bench\": \"second-harmonic\"", "expected a device of the bench second-harmonic, got Bench second-harmonic: expected factors of crosstalk")]
    [InlineData("\"deviceSeed\": 3", "\"deviceSeed\": 3.5", "deviceSeed: expected a whole number, got 3.5.")]
    [InlineData("\"deviceSeed\": 3", "\"deviceSeed\": -3", "deviceSeed: expected a number from 0 to 9007199254740992, got -3.")]
    [InlineData("\"deviceSeed\": 3", "\"deviceSeed\": 9007199254740993", "deviceSeed: expected a number from 0 to 9007199254740992, got 9007199254740993.")]
    [InlineData("\"strength\": 1.5", "\"strength\": \"much\"", "settings.strength: expected a finite number, got \"much\".")]
    [InlineData("\"strength\": 1.5", "\"strength\": 1e999", "settings.strength: expected a finite number, got 1e999.")]
    [InlineData("\"strength\": 1.5", "\"strength\": -1", "strength: expected a finite factor of at least 0, got -1.")]
    [InlineData("\"strength\": 1.5", "\"strength\": NaN", "expected JSON that `pat devices save` has written")]
    [InlineData("\"unit\": \"mH\"", "\"unit\": \"H\"", "quantity 1: expected inductance in mH, got inductance in H.")]
    [InlineData("\"name\": \"capacitance\"", "\"nome\": \"capacitance\"", "quantities[1]: expected an object with the member name")]
    [InlineData("\"nominal\": [3]", "\"nominal\": [3, 3]", "inductance: expected 1 nominal values, got 2.")]
    [InlineData("\"nominal\": [3]", "\"nominal\": [null]", "quantities[0].nominal[0]: expected a finite number, got null.")]
    [InlineData("\"nominal\": [3]", "\"nominal\": [4]", "inductance: expected the nominal value 3 mH in place 0, got 4: these quantities are those of another nominal system.")]
    [InlineData("\"type\": \"SupplyRipple\"", "\"type\": \"Ripple\"", "Imperfection supply ripple: expected one of Ad")]
    [InlineData("\"place\": \"Input\"", "\"place\": \"Inside\"", "imperfections[0].place: expected one of Input, Parameters, Output, got \"Inside\".")]
    [InlineData("\"kind\": \"Slow\"", "\"kind\": \"Trial\"", "expected SupplyRipple to be supply ripple, Slow, got supply ripple, Trial.")]
    [InlineData("\"Count\": 4096", "\"Count\": 1", "Levels Count: expected at least 2, got 1.")]
    [InlineData("\"Count\": 4096", "\"Count\": 4096.5", "Imperfection levels: setting Count is not a Int32.")]
    [InlineData("\"Count\": 4096", "\"Kount\": 4096", "Imperfection levels: expected the settings Count, Min, Max, Strength, got no Count.")]
    public void What_is_wrong_in_a_file_is_named_in_one_line(string right, string wrong, string problem)
    {
        var text = Encoding.UTF8.GetString(DeviceFile.Bytes(WithFactor()));
        Assert.Contains(right, text);
        var error = Assert.Throws<DataException>(() => DeviceFile.Parse(Encoding.UTF8.GetBytes(text.Replace(right, wrong)), "device.json", AllBenches.All));
        Assert.StartsWith("Device file, device.json", error.Message);
        Assert.Contains(problem, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_device_seed_that_no_file_can_have_is_refused() => Assert.Equal(
        "Device transistor circuit -1: expected a device seed from 0 to 9007199254740992, got -1.",
        Assert.Throws<ArgumentException>(() => SavedDevice.Fabricate(AllBenches.Named("transistor-circuit"), -1, new())).Message);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1, 2, 3]")]
    [InlineData("null")]
    [InlineData("PNG\r\n\u001a")]
    [InlineData("{\"format\": \"pat-device\", \"version\": 1}")]
    public void Other_files_are_refused(string text) =>
        Assert.StartsWith("Device file, f", Assert.Throws<DataException>(() => DeviceFile.Parse(Encoding.UTF8.GetBytes(text), "f", AllBenches.All)).Message);

    [Fact]
    public void A_damaged_file_gives_a_device_or_one_line_and_nothing_else()
    {
        var whole = DeviceFile.Bytes(circuit);
        var refused = 0;
        for (var i = 0; i < 250; i++)
        {
            var damaged = Damaged(whole, Noise.FromSeed(i));
            try
            {
                DeviceFile.Parse(damaged, "f", AllBenches.All);
            }
            catch (DataException e)
            {
                refused++;
                Assert.DoesNotContain('\n', e.Message);
            }
        }
        Assert.True(refused > 150, $"{refused} of 250 were refused");
    }

    [Fact]
    public void A_file_is_not_overwritten_and_one_that_is_missing_is_named()
    {
        var path = Path.Combine(Root, "device.json");
        DeviceFile.Write(path, circuit);
        var before = File.ReadAllBytes(path);
        Assert.Contains("a file that does not exist yet", Assert.Throws<DataException>(() => DeviceFile.Write(path, circuit)).Message);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.EnumerateFiles(Root));
        Assert.Contains("expected a file that can be read", Assert.Throws<DataException>(() => DeviceFile.Read(Path.Combine(Root, "none.json"))).Message);
        Assert.Contains("expected a file that can be read", Assert.Throws<DataException>(() => DeviceFile.Read(Root)).Message);
    }

    private static SavedDevice WithFactor() => SavedDevice.Fabricate(AllBenches.Named("transistor-circuit"), 3, new BenchSettings(1.5, 0.5).With("ripple", 2));

    private static SavedDevice Parse(Func<string, string> change) =>
        DeviceFile.Parse(Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(DeviceFile.Bytes(circuit)))), "file", AllBenches.All);

    private static string Number(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    // Cut off, with a byte changed, with a part missing, or with a part twice.
    private static byte[] Damaged(byte[] whole, Noise noise)
    {
        int At(int draw, int below) => (int)(noise.Split(draw).Uniform(0) * below);
        var (start, length) = (At(1, whole.Length), At(2, 40));
        var end = Math.Min(whole.Length, start + length);
        switch (At(0, 4))
        {
            case 0: return whole[..start];
            case 1: return [.. whole[..start], (byte)At(3, 256), .. whole[Math.Min(whole.Length, start + 1)..]];
            case 2: return [.. whole[..start], .. whole[end..]];
            default: return [.. whole[..end], .. whole[start..]];
        }
    }

    private static float[] Answers(Device device)
    {
        var (x, theta) = (new Tensor(2, device.Ports.Input.Size), new Tensor(device.Ports.ParameterCount));
        Noise.FromSeed(1).Uniforms(0, x);
        Noise.FromSeed(2).Uniforms(0, theta.AsSpan());
        var (y, pullback) = device.Linearize(x, theta, new Shot(Noise.FromSeed(3), Noise.FromSeed(4), 0, 500, 100));
        var (dx, dTheta) = pullback(y);
        return [.. y.Values, .. dx.Values, .. dTheta.Values];
    }
}

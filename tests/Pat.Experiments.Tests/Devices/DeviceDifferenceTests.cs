using Pat.Experiments.Devices;
using Pat.Systems;
using Pat.Systems.Benches;

namespace Pat.Experiments.Tests.Devices;

public sealed class DeviceDifferenceTests
{
    private static readonly IBench plate = AllBenches.Named("oscillating-plate");

    [Fact]
    public void The_same_device_has_no_difference()
    {
        Assert.True(DeviceDifference.Of(Device(1, new()), Device(1, new())).IsNone);
    }

    [Fact]
    public void Another_device_differs_in_all_that_is_drawn_the_largest_first()
    {
        var difference = DeviceDifference.Of(Device(1, new()), Device(2, new()));
        Assert.Empty(difference.Imperfections);
        Assert.Equal(8, difference.Quantities.Count); // all but the amplitude of the drift
        Assert.Equal(difference.Quantities.OrderByDescending(one => one.Relative), difference.Quantities);
        // Rest shapes of two devices are independent; frequencies have 1 % each.
        Assert.InRange(Of("rest shape").Relative, 0.9, 2);
        Assert.InRange(Of("angular frequency").Relative, 0.005, 0.03);
        var (first, second) = (Device(1, new()).Quantities[0].Values, Device(2, new()).Quantities[0].Values);
        var most = Of("angular frequency");
        Assert.Equal(first.Zip(second, (a, b) => Math.Abs(a - b)).Max(), Math.Abs(most.First - most.Second));
        Assert.Equal((first[most.Place], second[most.Place]), (most.First, most.Second));

        QuantityDifference Of(string name) => difference.Quantities.Single(one => one.Name == name);
    }

    [Fact]
    public void Imperfections_differ_by_setting_and_by_being_there()
    {
        var other = new BenchSettings() { Added = [new("additive-noise", Place.Input)] }.With("read", 2);
        var difference = DeviceDifference.Of(Device(1, new()), Device(1, other));
        Assert.Empty(difference.Quantities);
        Assert.Equal(["additive noise", "read noise"], difference.Imperfections.Select(one => one.Name));
        Assert.Null(difference.Imperfections[0].First);
        Assert.Equal((Place.Input, "Sigma 0.005"), (difference.Imperfections[0].Place, difference.Imperfections[0].Second));
        Assert.Equal(("Sigma", "0.01", "0.02"), (difference.Imperfections[1].Setting, difference.Imperfections[1].First, difference.Imperfections[1].Second));
        Assert.Equal(0.01 / Math.Sqrt(2.5e-4), difference.Imperfections[1].Relative, 1e-12);
    }

    [Fact]
    public void Devices_of_two_benches_are_not_compared() =>
        Assert.Equal("Devices: expected two of one bench, got one of oscillating-plate and one of second-harmonic.", Assert.Throws<ArgumentException>(
            () => DeviceDifference.Of(Device(1, new()), SavedDevice.Fabricate(AllBenches.Named("second-harmonic"), 1, new()))).Message);

    private static SavedDevice Device(long seed, BenchSettings settings) => SavedDevice.Fabricate(plate, seed, settings);
}

using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// A response of first order that lets fast changes pass (fixed), for example that of a microphone: x − z with dz/dt = 2π f (x − z), from rest, with the
/// series x held over each sample and z read at its end. Scaled(s) is x − s z.
/// </summary>
/// <remarks>Derivative: exact; the map is linear. A series of one channel.</remarks>
/// <param name="Name">What responds, for example "microphone".</param>
/// <param name="CutOff">f in parts of the sampling frequency, above 0: hertz times the period of the port's layout.</param>
/// <param name="Strength">Share of the response that takes place, finite; 1 is all of it.</param>
public sealed record HighPass(string Name, double CutOff, double Strength = 1) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "coupling-capacitor", typeof(HighPass), ImperfectionKind.Fixed, [Place.Input, Place.Output], "parts of the sampling frequency",
        "dz/dt = 2π f (x − z), y = x − z", "f = 0.001 of the sampling frequency", "our choice", placement => new HighPass("coupling capacitor", 0.001));

    /// <summary>Cut-off in parts of the sampling frequency.</summary>
    /// <exception cref="ArgumentException">It is not above 0.</exception>
    public double CutOff { get; init => field = OnePole.Checked($"HighPass '{Name}' CutOff", value, positive: true); } =
        OnePole.Checked($"HighPass '{Name}' CutOff", CutOff, positive: true);

    /// <summary>Share of the response that takes place.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public double Strength { get; init => field = OnePole.Checked($"HighPass '{Name}' Strength", value, positive: false); } =
        OnePole.Checked($"HighPass '{Name}' Strength", Strength, positive: false);

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Fixed;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => OnePole.Accepts(layout);

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot) => Filter(clean, backward: false);

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => Filter(dy, backward: true);

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => this with { Strength = Strength * strength };

    private Tensor Filter(Tensor x, bool backward) => OnePole.Filter(x, 1, -(float)Strength, OnePole.Share(CutOff), backward);
}

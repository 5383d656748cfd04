using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>The device wears out with its uses (slow): y = x for the first uses, and then y = x (n / threshold)^−p at use n.</summary>
/// <remarks>
/// <para>The number of a use is that of the physical run, counted by the laboratory. The power law beyond a threshold is the gradual failure of the endurance
/// model of MemTorch (Lammie et al., 2021), where the exponent depends on cell and temperature; here it is one number.</para>
/// <para>Scaled(s) multiplies the exponent by s. Derivative: (n / threshold)^−p.</para>
/// </remarks>
/// <param name="Threshold">Uses before it begins, above 0.</param>
/// <param name="Exponent">p, at least 0.</param>
public sealed record Ageing(double Threshold, double Exponent) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "ageing", typeof(Ageing), ImperfectionKind.Slow, [Place.Input, Place.Output], "1 (exponent)", "y = x (n / n₀)^−p beyond n₀ uses", "n₀ 10⁵ runs, p 0.05",
        "form: Lammie et al., 2021 (endurance model of MemTorch); numbers: our choice", placement => new Ageing(1e5, 0.05));

    /// <summary>Uses before it begins.</summary>
    public double Threshold { get; } = Expect.Positive("Ageing Threshold", Threshold);

    /// <summary>p.</summary>
    public double Exponent { get; } = Expect.AtLeastZero("Ageing Exponent", Exponent);

    /// <inheritdoc/>
    public string Name => "ageing";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Slow;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot)
    {
        var y = Tensor.CreateLike(clean);
        for (var row = 0; row < clean.Rows; row++)
        {
            var gain = Math.Pow(Math.Max(1, (shot.FirstRun + row) / Threshold), -Exponent);
            LaneMap.Apply(clean.Row(row), y.Row(row), new PerElement.Times((float)gain));
        }
        return y;
    }

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => Apply(dy, shot);

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => new Ageing(Threshold, Exponent * strength);
}

using Pat.Core.Lanes;
using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>
/// Parameters have not quite arrived when they are used (slow): θ' = θ + r e^(−t / tau) (rest − θ), t since the programming was completed.
/// </summary>
/// <remarks>
/// Each programming starts from rest, and r is what is left of the way when the time for programming is over: e^(−4.6), 1 %, after 4.6 tau.
/// Parameters are read once for each batch, at the time of its first run: a batch that begins late finds them settled. Memory within a series is
/// <see cref="LowPass"/>. Scaled(s) scales r. Derivative: 1 − r e^(−t / tau).
/// </remarks>
/// <param name="Remainder">r: share of the step that is left when the programming is completed, in [0, 1].</param>
/// <param name="TimeConstant">tau in seconds, above 0.</param>
/// <param name="Rest">Where parameters start from, in the unit of the port, finite.</param>
public sealed record Settling(double Remainder, double TimeConstant, double Rest = 0) : IImperfection
{
    /// <summary>Its line in the library.</summary>
    public static ImperfectionEntry Entry { get; } = new(
        "settling", typeof(Settling), ImperfectionKind.Slow, [Place.Parameters], "1 (share of the step)", "θ' = θ + r e^(−t/τ) (rest − θ)", "r 1 %, τ 1 s, from 0", "our choice",
        placement => new Settling(0.01, 1));

    /// <summary>Share of the step that is left when the programming is completed.</summary>
    public double Remainder { get; } = Expect.Fraction("Settling Remainder", Remainder);

    /// <summary>tau in seconds.</summary>
    public double TimeConstant { get; } = Expect.Positive("Settling TimeConstant", TimeConstant);

    /// <summary>Where parameters start from, in the unit of the port.</summary>
    public double Rest { get; } = Expect.Finite("Settling Rest", Rest);

    /// <inheritdoc/>
    public string Name => "settling";

    /// <inheritdoc/>
    public ImperfectionKind Kind => ImperfectionKind.Slow;

    /// <inheritdoc/>
    public bool Accepts(Layout layout) => true;

    /// <inheritdoc/>
    public Tensor Apply(Tensor clean, Shot shot) => Remainder == 0 ? clean : Towards(clean, shot, Rest);

    /// <inheritdoc/>
    public Tensor Pullback(Tensor clean, Tensor dy, Shot shot) => Towards(dy, shot, 0);

    /// <inheritdoc/>
    public IImperfection Scaled(double strength) => new Settling(Remainder * strength, TimeConstant, Rest);

    private Tensor Towards(Tensor x, Shot shot, double rest)
    {
        var y = Tensor.CreateLike(x);
        for (var row = 0; row < x.Rows; row++)
        {
            var left = Remainder * Math.Exp(-DriftTime.Of(shot, row, sinceProgramming: true) / TimeConstant);
            LaneMap.Apply(x.Row(row), y.Row(row), new PerElement.Spread((float)(left * rest), (float)(1 - left)));
        }
        return y;
    }
}

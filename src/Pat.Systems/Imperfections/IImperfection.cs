using Pat.Core.Physical;
using Pat.Core.Tensors;

namespace Pat.Systems.Imperfections;

/// <summary>When an imperfection is drawn.</summary>
public enum ImperfectionKind
{
    /// <summary>Once, when the device is made (device seed).</summary>
    Fixed,

    /// <summary>At each programming of the parameters.</summary>
    Cycle,

    /// <summary>At each run.</summary>
    Trial,

    /// <summary>As a slow function of the hardware clock.</summary>
    Slow,
}

/// <summary>One way in which a device departs from its ideal, at one place of the signal path.</summary>
public interface IImperfection
{
    /// <summary>Name, unique at its place; part of the key of its noise.</summary>
    string Name { get; }

    /// <summary>When it is drawn.</summary>
    ImperfectionKind Kind { get; }

    /// <summary>Whether it is defined for numbers that lie so.</summary>
    bool Accepts(Layout layout);

    /// <summary>The imperfect values of clean ones, shape [batch, size]; the clean ones are not changed.</summary>
    /// <param name="clean">Clean values.</param>
    /// <param name="shot">The shot, with this imperfection's own noise.</param>
    Tensor Apply(Tensor clean, Shot shot);

    /// <summary>Gradient with respect to the clean values, of the same shape as dy.</summary>
    Tensor Pullback(Tensor clean, Tensor dy, Shot shot);

    /// <summary>The same imperfection at another strength: 0 is exactly the identity, 1 is as it is.</summary>
    IImperfection Scaled(double strength);
}

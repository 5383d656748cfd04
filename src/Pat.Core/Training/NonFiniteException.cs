using Pat.Core.Tensors;

namespace Pat.Core.Training;

/// <summary>A loss, a value or a gradient is infinite or not a number. The run stops, because everything after it would be wrong.</summary>
public sealed class NonFiniteException : ArithmeticException
{
    private NonFiniteException(string message, string name, int? step) : base(message) => (Name, Step) = (name, step);

    /// <summary>The layer or parameter, or what the loss is called.</summary>
    public string Name { get; }

    /// <summary>The step of the run, from 0, where it is known.</summary>
    public int? Step { get; }

    /// <summary>Stops the run if the loss is not finite.</summary>
    public static void Check(double loss, int step)
    {
        if (!double.IsFinite(loss))
            throw new NonFiniteException(FormattableString.Invariant($"Step {step}: the loss is {loss}, expected a finite number.") + Causes, "loss", step);
    }

    /// <summary>Stops the run if a tensor holds anything but finite numbers.</summary>
    /// <param name="quantity">What it is: "the output", "the parameter", "the gradient".</param>
    /// <param name="name">The layer or parameter that it belongs to.</param>
    /// <param name="tensor">The values.</param>
    /// <param name="step">The step of the run, from 0, where it is known.</param>
    public static void Check(string quantity, string name, Tensor tensor, int? step = null)
    {
        var values = tensor.Values;
        if (TensorPrimitives.IsFiniteAll(values))
            return;
        var (count, first) = (0, -1);
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsFinite(values[i]))
                continue;
            first = count++ == 0 ? i : first;
        }
        if (count == 0)
            return;
        var at = step is { } known ? FormattableString.Invariant($"Step {known}, ") : "";
        throw new NonFiniteException(
            FormattableString.Invariant(
                $"{at}'{name}': {count} of {values.Length} values of {quantity} {tensor.ShapeText} are not finite (the first: {values[first]} at {first}).")
            + Causes,
            name, step);
    }

    private const string Causes =
        " Usual causes: a learning rate that is too large, inputs that are not scaled, a logarithm, root or division at zero."
        + " Try a smaller rate or gradient clipping, and look at the gradient norms of the steps before.";
}

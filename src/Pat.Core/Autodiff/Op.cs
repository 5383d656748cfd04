namespace Pat.Core.Autodiff;

/// <summary>Differentiable operations. Each computes its value and, right under it, the rule that returns the gradients of its inputs.</summary>
public static partial class Op;

namespace Pat.Core.Dynamics.Fields;

/// <summary>A product of a field with a matrix or its transpose, between two loops.</summary>
internal readonly record struct FieldProduct(int Matrix, bool Transposed, Place X, Place Y);

/// <summary>
/// One loop over the index with what stands before and after it: arithmetic on numbers of each row, then on fields, element after element,
/// then products with matrices. Sums over the index are added up in the loop, so what depends on them belongs to a later level.
/// </summary>
/// <param name="Before">Done once.</param>
/// <param name="Loop">Done for each element of the index.</param>
/// <param name="Sums">Numbers that are zero before the loop and are added to in it.</param>
/// <param name="Products">Done after the loop.</param>
/// <param name="Outer">Gradients of matrices, after the loop.</param>
internal sealed record FieldLevel(Plan Before, Plan Loop, IReadOnlyList<Place> Sums, IReadOnlyList<FieldProduct> Products, IReadOnlyList<OuterProduct<Place>> Outer);

/// <summary>A step of a distributed system, forward or adjoint: what every evaluator carries out, level by level.</summary>
/// <param name="Levels">In order.</param>
/// <param name="Layout">Where values lie.</param>
/// <param name="Uniforms">The graph nodes of the uniform values.</param>
internal sealed record FieldPlan(IReadOnlyList<FieldLevel> Levels, FieldLayout Layout, IReadOnlyList<int> Uniforms);

using Pat.Core.Tensors;

namespace Pat.Core.Dynamics;

/// <summary>Rows of a batch that follow one another and have the same parameters.</summary>
/// <param name="Start">The first row.</param>
/// <param name="End">One after the last row.</param>
/// <param name="Theta">The parameters, shape [parameters].</param>
internal readonly record struct RowPart(int Start, int End, Tensor Theta);

/// <summary>Rows that one call of a runner simulates.</summary>
internal readonly record struct RowBlock(int Start, int End, IBlockRunner Runner, UniformTables Tables, double[] Theta);

namespace Pat.Core.Dynamics.Fields;

/// <summary>
/// The arithmetic that the equations of a distributed system are written in. A value is either one number for each row or a field: one number
/// for each element of an index (modes, oscillators, sites). Arithmetic is done element by element; a number meets every element of a field.
/// </summary>
/// <typeparam name="T">The scalar type itself.</typeparam>
public interface IField<T> : IScalar<T> where T : unmanaged, IField<T>
{
    /// <summary>A constant. Stated again, because C# does not look for conversions among what an interface inherits.</summary>
    static abstract implicit operator T(double value);

    /// <summary>The sum over the index; for a number, the number times the length of the index.</summary>
    static abstract T Sum(T x);

    /// <summary>The field as a row vector times a matrix: y_i = Σ_j x_j M_ji.</summary>
    /// <param name="x">The field.</param>
    /// <param name="matrix">Which matrix of <see cref="FieldQuantities.Matrices"/>, from 0.</param>
    static abstract T MatMul(T x, int matrix);

    /// <summary>A field of constants, the same for every row and step.</summary>
    /// <param name="values">One number for each element of the index.</param>
    static abstract T PerIndex(ReadOnlySpan<double> values);
}

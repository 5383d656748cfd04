namespace Pat.Core.Dynamics;

/// <summary>A value and its derivative along one direction: from it implicit integrators take the Jacobian of the equations.</summary>
internal readonly struct Dual<T>(T value, T slope) : IScalar<Dual<T>> where T : unmanaged, IScalar<T>
{
    public T Value { get; } = value;

    public T Slope { get; } = slope;

    public static implicit operator Dual<T>(double value) => new(value, 0.0);

    public static Dual<T> operator +(Dual<T> a, Dual<T> b) => new(a.Value + b.Value, a.Slope + b.Slope);

    public static Dual<T> operator -(Dual<T> a, Dual<T> b) => new(a.Value - b.Value, a.Slope - b.Slope);

    public static Dual<T> operator *(Dual<T> a, Dual<T> b) => new(a.Value * b.Value, a.Slope * b.Value + a.Value * b.Slope);

    public static Dual<T> operator /(Dual<T> a, Dual<T> b)
    {
        var ratio = a.Value / b.Value;
        return new(ratio, (a.Slope - ratio * b.Slope) / b.Value);
    }

    public static Dual<T> operator -(Dual<T> a) => new(-a.Value, -a.Slope);

    public static Dual<T> Sin(Dual<T> x) => new(T.Sin(x.Value), T.Cos(x.Value) * x.Slope);

    public static Dual<T> Cos(Dual<T> x) => new(T.Cos(x.Value), -T.Sin(x.Value) * x.Slope);

    public static Dual<T> Tanh(Dual<T> x)
    {
        var tanh = T.Tanh(x.Value);
        return new(tanh, (1.0 - tanh * tanh) * x.Slope);
    }

    public static Dual<T> Exp(Dual<T> x)
    {
        var exp = T.Exp(x.Value);
        return new(exp, exp * x.Slope);
    }

    public static Dual<T> Log(Dual<T> x) => new(T.Log(x.Value), x.Slope / x.Value);

    public static Dual<T> Sqrt(Dual<T> x)
    {
        var root = T.Sqrt(x.Value);
        return new(root, 0.5 * x.Slope / root);
    }
}

using Pat.Core.Lanes;

namespace Pat.Core.Tests.Lanes;

[Trait("Category", "Law")]
public sealed unsafe class LaneMathTests
{
    private const float Inf = float.PositiveInfinity, NaN = float.NaN;

    // Function, exact value, largest error in units of the last place, grid from, to. Grids avoid subnormal results.
    public static TheoryData<string, double, float, float> Accuracy => new()
    {
        { "Exp", 2, -87.3f, 88.7f },
        { "Log", 2, 1e-3f, 30 },
        { "Log", 2, 1e-38f, 3e38f },
        { "Sin", 2, -1000, 1000 },
        { "Sin", 2, -1e-3f, 1e-3f },
        { "Cos", 2, -1000, 1000 },
        { "Cos", 2, -2, 2 },
        { "SinTurns", 2, -4, 4 },
        { "CosTurns", 2, -4, 4 },
        { "Tanh", 5, -12, 12 },
        { "Tanh", 2, -1e-3f, 1e-3f },
        { "Sigmoid", 3, -80, 80 },
        { "Softplus", 2, -80, 80 },
        { "Softplus", 2, -3, 3 },
    };

    public static TheoryData<string, float, float> SpecialValues => new()
    {
        { "Exp", 0, 1 }, { "Exp", Inf, Inf }, { "Exp", -Inf, 0 }, { "Exp", 88.8f, Inf }, { "Exp", 1e30f, Inf }, { "Exp", -1e30f, 0 }, { "Exp", NaN, NaN },
        { "Exp", -103, 1e-45f },
        { "Log", 1, 0 }, { "Log", 0, -Inf }, { "Log", -0f, -Inf }, { "Log", -1, NaN }, { "Log", -1e-45f, NaN }, { "Log", -Inf, NaN }, { "Log", Inf, Inf },
        { "Log", NaN, NaN }, { "Log", 1e-45f, -103.278929f }, { "Log", 1e-40f, -92.103409f },
        { "Sin", 0, 0 }, { "Sin", -0f, -0f }, { "Sin", 1e-30f, 1e-30f }, { "Sin", Inf, NaN }, { "Sin", 1e7f, NaN }, { "Sin", NaN, NaN },
        { "Cos", 0, 1 }, { "Cos", -0f, 1 }, { "Cos", Inf, NaN }, { "Cos", -1e7f, NaN }, { "Cos", NaN, NaN },
        { "SinTurns", 0.5f, 0 }, { "CosTurns", 0.5f, -1 }, { "SinTurns", 0.25f, 1 }, { "CosTurns", 1000.25f, 0 }, { "SinTurns", -0.25f, -1 },
        { "Tanh", 0, 0 }, { "Tanh", -0f, -0f }, { "Tanh", 1e-30f, 1e-30f }, { "Tanh", 9.1f, 1 }, { "Tanh", Inf, 1 }, { "Tanh", -Inf, -1 }, { "Tanh", NaN, NaN },
        { "Sigmoid", 0, 0.5f }, { "Sigmoid", Inf, 1 }, { "Sigmoid", -Inf, 0 }, { "Sigmoid", 200, 1 }, { "Sigmoid", -200, 0 }, { "Sigmoid", NaN, NaN },
        { "Softplus", 0, 0.6931472f }, { "Softplus", Inf, Inf }, { "Softplus", -Inf, 0 }, { "Softplus", 200, 200 }, { "Softplus", -200, 0 }, { "Softplus", NaN, NaN },
    };

    public static TheoryData<string> Functions => new("Exp", "Log", "Sin", "Cos", "SinTurns", "CosTurns", "Tanh", "Sigmoid", "Softplus");

    [Theory, MemberData(nameof(Accuracy))]
    public void Errors_stay_below_the_documented_bound(string function, double bound, float from, float to)
    {
        var x = Grid(from, to, 20_011);
        var y = Evaluate<Lane512>(function, x);
        for (var i = 0; i < x.Length; i++)
        {
            var exact = Exact(function, x[i]);
            var ulps = Math.Abs(y[i] - exact) / UnitInLastPlace(exact);
            Assert.True(ulps <= bound, $"{function}({x[i]:R}): expected {exact:R}, got {y[i]:R}, {ulps:F2} ulp.");
        }
    }

    [Theory, MemberData(nameof(SpecialValues))]
    public void Special_values_are_as_documented(string function, float x, float expected) =>
        Assert.Equal(expected, Evaluate<Lane512>(function, [x])[0]);

    [Theory, InlineData("Sin"), InlineData("Cos")]
    public void Large_phases_keep_an_absolute_error_below_2e_7(string function)
    {
        var x = Grid(-1e6f, 1e6f, 5_003);
        var y = Evaluate<Lane512>(function, x);
        for (var i = 0; i < x.Length; i++)
            Assert.Equal(Exact(function, x[i]), y[i], 2e-7);
    }

    [Fact]
    public void Sine_near_its_zeros_keeps_its_relative_error()
    {
        // The floats next to k π are where the reduction loses most digits.
        for (var k = -318; k <= 318; k++)
        {
            var x = (float)(k * Math.PI);
            var y = Evaluate<Lane512>("Sin", [x])[0];
            Assert.True(Math.Abs(y - Math.Sin(x)) <= 2 * UnitInLastPlace(Math.Sin(x)), $"Sin({x:R})");
        }
    }

    [Fact]
    public void Tanh_stays_within_one()
    {
        var x = Grid(7, 10, 100_003);
        Assert.All(Evaluate<Lane512>("Tanh", x), y => Assert.InRange(y, 0.999f, 1f));
    }

    [Theory, MemberData(nameof(Functions))]
    public void An_element_has_the_same_bits_at_every_width_and_position(string function)
    {
        float[] x = [.. Grid(-20, 20, 3_001), .. Grid(-110, 110, 501), 0, -0f, 1e-45f, -1e-40f, 1e-38f, 1e30f, -1e30f, 3e5f, Inf, -Inf, NaN];
        var expected = Evaluate<LaneScalar>(function, x);
        AssertSameBits(expected, Evaluate<Lane128>(function, x));
        AssertSameBits(expected, Evaluate<Lane256>(function, x));
        AssertSameBits(expected, Evaluate<Lane512>(function, x));
        for (var shift = 1; shift < 16; shift++)
            AssertSameBits(expected[shift..], Evaluate<Lane512>(function, x[shift..]));
    }

    private static double Exact(string function, double x) => function switch
    {
        "Exp" => Math.Exp(x),
        "Log" => Math.Log(x),
        "Sin" => Math.Sin(x),
        "Cos" => Math.Cos(x),
        "SinTurns" => double.SinPi(2 * x),
        "CosTurns" => double.CosPi(2 * x),
        "Tanh" => Math.Tanh(x),
        "Sigmoid" => 1 / (1 + Math.Exp(-x)),
        "Softplus" => Math.Max(x, 0) + LogOnePlus(Math.Exp(-Math.Abs(x))),
        _ => throw new ArgumentException(function),
    };

    // Kahan's form; double.LogP1 adds the 1 first and loses a small t.
    private static double LogOnePlus(double t) => 1 + t == 1 ? t : Math.Log(1 + t) * t / (1 + t - 1);

    private static float[] Evaluate<V>(string function, float[] x) where V : unmanaged, ILane<V> => function switch
    {
        "Exp" => Map<V, Exp>(x),
        "Log" => Map<V, Log>(x),
        "Sin" => Map<V, Sin>(x),
        "Cos" => Map<V, Cos>(x),
        "SinTurns" => Map<V, SinTurns>(x),
        "CosTurns" => Map<V, CosTurns>(x),
        "Tanh" => Map<V, Tanh>(x),
        "Sigmoid" => Map<V, Sigmoid>(x),
        "Softplus" => Map<V, Softplus>(x),
        _ => throw new ArgumentException(function),
    };

    private static float[] Map<V, TOp>(float[] x) where V : unmanaged, ILane<V> where TOp : struct, ILaneUnary
    {
        var padded = new float[x.Length + V.Count];
        x.CopyTo(padded, 0);
        fixed (float* p = padded)
        {
            for (var i = 0; i < x.Length; i += V.Count)
                V.Store(default(TOp).Apply(V.Load(p + i)), p + i);
        }
        return padded[..x.Length];
    }

    private static float[] Grid(float from, float to, int count)
    {
        var grid = new float[count];
        for (var i = 0; i < count; i++)
            grid[i] = (float)(from + i * ((double)to - from) / (count - 1));
        return grid;
    }

    private static double UnitInLastPlace(double value) => Math.ScaleB(1, Math.Max(Math.ILogB(value), -126) - 23);

    private static void AssertSameBits(float[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i])
                || (float.IsNaN(expected[i]) && float.IsNaN(actual[i])), $"Element {i}: expected {expected[i]:R}, got {actual[i]:R}.");
        }
    }

    private readonly struct Exp : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Exp(x);
    }

    private readonly struct Log : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Log(x);
    }

    private readonly struct Sin : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Sin(x);
    }

    private readonly struct Cos : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Cos(x);
    }

    private readonly struct SinTurns : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.SinCosTurns(x).Sin;
    }

    private readonly struct CosTurns : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.SinCosTurns(x).Cos;
    }

    private readonly struct Tanh : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Tanh(x);
    }

    private readonly struct Sigmoid : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Sigmoid(x);
    }

    private readonly struct Softplus : ILaneUnary
    {
        public V Apply<V>(V x) where V : unmanaged, ILane<V> => LaneMath.Softplus(x);
    }
}

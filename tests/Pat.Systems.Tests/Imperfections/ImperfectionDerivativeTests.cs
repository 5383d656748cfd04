using Pat.Core.Physical;
using Pat.Core.Tensors;
using Pat.Systems.Imperfections;

namespace Pat.Systems.Tests.Imperfections;

/// <summary>The derivative of every imperfection of the library is what its entry declares, whole and at half strength.</summary>
[Trait("Category", "Law")]
public sealed class ImperfectionDerivativeTests
{
    private const int Draws = 200;

    public static TheoryData<string, Place, string, double> Cases
    {
        get
        {
            var cases = new TheoryData<string, Place, string, double>();
            foreach (var (id, place, layout) in LawCase.All)
            {
                cases.Add(id, place, layout, 1);
                cases.Add(id, place, layout, 0.5);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_pullback_is_the_declared_derivative(string id, Place place, string layout, double strength)
    {
        var law = new LawCase(id, place, layout);
        switch (law.Entry.Derivative)
        {
            case DerivativeRule.OfTheDraw:
                HoldsForTheDraw(law, strength);
                break;
            case DerivativeRule.OfTheMean:
                HoldsForTheMean(law, strength);
                break;
            default:
                HoldsStraightThrough(law, strength);
                break;
        }
    }

    // <w, J v> against <Jᵀ w, v> with everything drawn held fixed.
    private static void HoldsForTheDraw(LawCase law, double strength)
    {
        const int rows = 3;
        var (x, v, w) = (law.Clean(rows), law.Direction(rows, 5), law.Direction(rows, 6));
        var (made, shot) = (law.Made().Scaled(strength), LawCase.Shot());
        const double h = 0.05 * LawCase.FullScale;
        double Slope(double step) => Slopes(made, shot, x, v, w, step).Sum();

        // Two steps cancel the cubic term. What is left: roundings of 6e-8 of values around 2, over steps of 0.05, and the term of h⁴.
        var slope = (4 * Slope(h / 2) - Slope(h)) / 3;
        Assert.Equal(slope, Sums.OfProducts(made.Pullback(x, w, shot).Values, v.Values), 3e-5 * Math.Sqrt(x.Length));
    }

    // The same, averaged over devices, seeds, runs and times, within five standard errors of the average.
    private static void HoldsForTheMean(LawCase law, double strength)
    {
        var (x, v, w) = (law.Clean(1), law.Direction(1, 5), law.Direction(1, 6));
        var (sum, squares) = (0.0, 0.0);
        for (var draw = 0; draw < Draws; draw++)
        {
            var made = law.Made(device: draw).Scaled(strength);
            var shot = LawCase.Shot(draw) with { FirstRun = draw, Time = 5 + 1e4 * draw };
            var difference = Slopes(made, shot, x, v, w, 0.1 * LawCase.FullScale)[0] - Sums.OfProducts(made.Pullback(x, w, shot).Values, v.Values);
            sum += difference;
            squares += difference * difference;
        }
        var error = Math.Sqrt(Math.Max(0, squares / Draws - Math.Pow(sum / Draws, 2)) / (Draws - 1));
        Assert.Equal(0, sum / Draws, 5 * error + 3e-5 * Math.Sqrt(x.Length));
    }

    // The secant from 0.16 of full scale below each value to as much above, which is 20 steps of 7 bits: it is off by a step at most, and by five standard errors.
    // It stays half of full scale away from the ends, which is five standard deviations of the offset of a comparator.
    private static void HoldsStraightThrough(LawCase law, double strength)
    {
        const double h = 0.16 * LawCase.FullScale;
        var x = law.Clean(1, inside: 0.34, beyond: 0.66);
        var (up, ones) = (new Tensor(1, law.Size), new Tensor(1, law.Size));
        up.AsSpan().Fill((float)h);
        ones.AsSpan().Fill(1);
        var (sums, squares) = (new double[law.Size], new double[law.Size]);
        for (var draw = 0; draw < Draws; draw++)
        {
            var made = law.Made(device: draw).Scaled(strength);
            var shot = LawCase.Shot(draw) with { FirstRun = draw, Time = 5 + 1e4 * draw };
            var (above, below) = (made.Apply(Moved(x, up, 1), shot), made.Apply(Moved(x, up, -1), shot));
            var derivative = made.Pullback(x, ones, shot);
            for (var i = 0; i < law.Size; i++)
            {
                var difference = ((double)above.Values[i] - below.Values[i]) / (2 * h) - derivative.Values[i];
                sums[i] += difference;
                squares[i] += difference * difference;
            }
        }
        for (var i = 0; i < law.Size; i++)
        {
            var error = Math.Sqrt(Math.Max(0, squares[i] / Draws - Math.Pow(sums[i] / Draws, 2)) / (Draws - 1));
            Assert.Equal(0, sums[i] / Draws, 1.0 / 20 + 5 * error);
        }
    }

    // Of each row: <w, f(x + h v) − f(x − h v)> / 2 h.
    private static double[] Slopes(IImperfection f, Shot shot, Tensor x, Tensor v, Tensor w, double h)
    {
        var (above, below) = (f.Apply(Moved(x, v, h), shot), f.Apply(Moved(x, v, -h), shot));
        return [.. Enumerable.Range(0, x.Rows).Select(row => (Sums.OfProducts(above.Row(row), w.Row(row)) - Sums.OfProducts(below.Row(row), w.Row(row))) / (2 * h))];
    }

    private static Tensor Moved(Tensor x, Tensor v, double step)
    {
        var moved = x.Clone();
        for (var i = 0; i < x.Length; i++)
            moved.AsSpan()[i] += (float)(step * v.Values[i]);
        return moved;
    }
}

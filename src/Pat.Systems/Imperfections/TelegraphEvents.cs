using Pat.Core.Randomness;

namespace Pat.Systems.Imperfections;

/// <summary>
/// A process with two states and exponential dwell times that can be asked for any time in any order. Events of a Poisson process with the rate
/// 1 / low + 1 / high set it to high with probability high / (low + high), whatever it was: that is the Markov chain with the rates 1 / low to leave
/// the low state and 1 / high to leave the high one, in equilibrium at all times.
/// </summary>
/// <remarks>Time is cut into cells of one expected event each; the events of a cell are hashed from its number.</remarks>
internal readonly struct TelegraphEvents(double meanLow, double meanHigh)
{
    private const int Most = 15; // events of a cell: more have a probability below that of the smallest step of a uniform number

    private readonly double rate = 1 / meanLow + 1 / meanHigh;
    private readonly float share = (float)(meanHigh / (meanLow + meanHigh));

    /// <summary>Whether the state is high at a time, and until when this is sure.</summary>
    public (bool High, double Until) At(Noise noise, double time)
    {
        var cell = Math.Floor(time * rate);
        var at = time * rate - cell;
        Span<float> uniforms = stackalloc float[1 + 2 * Most];
        var (latest, next) = (-1.0, 1.0);
        var high = false;
        for (var (back, before) = (0L, at); ; back++, before = 1)
        {
            noise.Uniforms((long)cell - back, uniforms);
            var events = Count(uniforms[0]);
            for (var i = 1; i <= events; i++)
            {
                var position = uniforms[i];
                if (position <= before && position > latest)
                    (latest, high) = (position, uniforms[Most + i] < share);
                else if (back == 0 && position > at)
                    next = Math.Min(next, position);
            }
            if (latest >= 0)
                return (high, (cell + next) / rate);
        }
    }

    // The Poisson distribution of mean 1, inverted.
    private static int Count(float uniform)
    {
        var (count, term) = (0, Math.Exp(-1));
        for (var sum = term; uniform >= sum && count < Most; sum += term)
            term /= ++count;
        return count;
    }
}

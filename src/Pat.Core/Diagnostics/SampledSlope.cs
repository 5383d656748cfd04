using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Optimisers;

namespace Pat.Core.Diagnostics;

/// <summary>The slope of the loss on the noisy device along its mean-field gradient, by the gradient and by differences of what the device gives.</summary>
/// <remarks>
/// <para>The direction v is the gradient over its norm, so that the analytic slope is the norm. A draw of the noise is held for all runs of a difference. With
/// D(h) = (L(θ + h v) − L(θ − h v)) / 2h, a draw gives (4 D(h) − D(2h)) / 3, whose error is of fourth order in h; sampled is the mean over draws and the standard
/// error that of this mean.</para>
/// <para>Converters with steps of Δ make L a staircase. Each draw therefore also moves every parameter by up to Δ/2, the same for all its runs, over which the mean of
/// a staircase is a straight line; the rounding of one draw costs about 0.2 Δ/h of the slope (independent positions within a step), and stands in the standard error. A step h of
/// many Δ makes it small, but the loss must not bend within 2h: where it does, sampled is the slope of a secant.</para>
/// <para>What is left between the two slopes is how far the gradient of the parts is from the gradient of the mean, over noise and over where parameters lie between the levels.</para>
/// </remarks>
/// <param name="Analytic">Norm of the mean-field gradient.</param>
/// <param name="Sampled">The slope by differences, mean over the draws.</param>
/// <param name="StandardError">Its standard error over the draws.</param>
/// <param name="Draws">How many draws there were.</param>
public readonly record struct SampledSlope(double Analytic, double Sampled, double StandardError, int Draws)
{
    /// <summary>Compares the slopes.</summary>
    /// <param name="subject">Where.</param>
    /// <param name="gradient">The mean-field gradient on the rows of the subject, of the parameters that it compares.</param>
    /// <param name="noisy">The devices with their noise. All draws are at the time where their clocks stand.</param>
    /// <param name="step">h, the length of the step along v, in the unit of the parameters; positive.</param>
    /// <param name="converterStep">Δ, the widest step of the converters in front of the physics, in the unit of the parameters; 0 where there is none.</param>
    /// <param name="draws">How many draws of the noise, at least 2.</param>
    /// <param name="noise">Where parameters are moved to within a step of the converters.</param>
    public static SampledSlope Of(
        GradientSubject subject, IReadOnlyDictionary<string, Tensor> gradient, Laboratories noisy, double step, double converterStep, int draws, Noise noise)
    {
        Hyperparameter.Positive("SampledSlope step", step);
        Hyperparameter.AtLeastZero("SampledSlope converterStep", converterStep);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 2);
        var norm = Math.Sqrt(gradient.Values.Sum(tensor => Sums.OfProducts(tensor.Values, tensor.Values)));
        var start = noisy.All.Select(laboratory => laboratory.State).ToArray();
        var slopes = new double[draws];
        for (var draw = 0; draw < draws; draw++)
        {
            // Other runs and programmings, and so other noise, at the same time.
            var here = noisy.All.Zip(start, (laboratory, first) => laboratory.State with { Time = first.Time, ProgrammedAt = first.ProgrammedAt }).ToArray();
            var dither = noise.Split(draw);
            double LossAt(double distance)
            {
                for (var i = 0; i < here.Length; i++)
                    noisy[i].State = here[i];
                return Loss(subject, Moved(subject, gradient, distance / norm, dither, converterStep), noisy);
            }
            double Difference(double h) => (LossAt(h) - LossAt(-h)) / (2 * h);
            slopes[draw] = (4 * Difference(step) - Difference(2 * step)) / 3;
        }
        var mean = slopes.Average();
        return new(norm, mean, Math.Sqrt(slopes.Sum(slope => (slope - mean) * (slope - mean)) / (draws - 1) / draws), draws);
    }

    private static Dictionary<string, Tensor> Moved(
        GradientSubject subject, IReadOnlyDictionary<string, Tensor> gradient, double factor, Noise dither, double converterStep)
    {
        var moved = new Dictionary<string, Tensor>(subject.Parameters);
        foreach (var (name, direction) in gradient)
        {
            var values = (moved[name] = moved[name].Clone()).AsSpan();
            var parts = new float[values.Length];
            dither.Split(name).Uniforms(0, parts);
            for (var i = 0; i < values.Length; i++)
                values[i] += (float)(factor * direction.Values[i] + converterStep * (parts[i] - 0.5));
        }
        return moved;
    }

    private static double Loss(GradientSubject subject, IReadOnlyDictionary<string, Tensor> parameters, Laboratories laboratories)
    {
        using var tape = new Tape(recording: false);
        var pass = new Pass(tape, parameters, PhysicalSteps.Measured(laboratories, Purpose.Evaluate));
        return subject.Objective.Of(subject.Network.Forward(tape.Constant(subject.Batch.X), pass), subject.Batch, pass).Value.Values[0];
    }
}

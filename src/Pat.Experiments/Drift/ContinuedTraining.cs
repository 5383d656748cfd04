using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training;
using Pat.Core.Training.Estimators;
using Pat.Core.Training.Optimisers;
using Pat.Experiments.Comparison;

namespace Pat.Experiments.Drift;

/// <summary>Physics-aware training that goes on after its end, some steps at a time, at a constant learning rate.</summary>
/// <remarks>The optimiser is new at the end of training and then keeps its moments from one time to the next.</remarks>
internal sealed class ContinuedTraining
{
    private readonly DriftPlan plan;
    private readonly EndOfTraining trained;
    private readonly TrainingPlan training;
    private readonly IGradientEstimator estimator;
    private readonly IReadOnlyList<double> duration;
    private readonly Noise noise;
    private int times;

    /// <summary>Begins where a training ended.</summary>
    /// <param name="plan">How it goes on.</param>
    /// <param name="trained">The training.</param>
    /// <param name="learningRate">The constant learning rate.</param>
    public ContinuedTraining(DriftPlan plan, EndOfTraining trained, double learningRate)
    {
        (this.plan, this.trained) = (plan, trained);
        var (setup, optimiser) = (trained.Setup, new Adam());
        training = setup.Plan(1, learningRate) with { Optimiser = () => optimiser, Schedule = _ => Schedules.Constant(learningRate) };
        estimator = new PhysicsAwareTraining(setup.Twins);
        noise = setup.Noise.Of(NoiseRole.DataOrder).Split("continued training");
        Laboratories = trained.Laboratories();
        Parameters = Copy(setup.Parameters);
        duration = [.. DriftStep.Of(setup).Seconds.Select(seconds => plan.Steps * seconds)];
    }

    /// <summary>The parameters as they are now.</summary>
    public SortedDictionary<string, Tensor> Parameters { get; }

    /// <summary>The devices, with a ledger of what it costs to go on.</summary>
    public Laboratories Laboratories { get; }

    /// <summary>A copy of parameters.</summary>
    public static SortedDictionary<string, Tensor> Copy(SortedDictionary<string, Tensor> parameters) =>
        new(parameters.ToDictionary(pair => pair.Key, pair => pair.Value.Clone()), parameters.Comparer);

    /// <summary>Waits, and then takes the steps, so that they end at a time.</summary>
    /// <param name="hours">The time, in hours after the end of training.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    public void Until(double hours, CancellationToken cancellation)
    {
        for (var i = 0; i < Laboratories.Count; i++)
        {
            var begin = trained.States[i].Time + DriftPlan.Hour * hours - duration[i];
            Laboratories[i].Wait(Math.Max(0, begin - Laboratories[i].State.Time)); // rounding of the clock may leave less than nothing to wait
        }
        var setup = trained.Setup;
        Trainer.Train(
            setup.Network, setup.Objective, Parameters, new Chosen(setup.Examples, Rows(setup.Examples.Count)), estimator, Laboratories, training,
            noise.Split(times), cancellation: cancellation);
        times++;
    }

    // The next rows of one pass over the training examples after another.
    private int[] Rows(int count)
    {
        var rows = new int[plan.Steps * training.BatchSize];
        var (pass, order) = (-1L, Array.Empty<int>());
        for (var i = 0; i < rows.Length; i++)
        {
            var place = (long)times * rows.Length + i;
            if (place / count != pass)
                (pass, order) = (place / count, noise.Split("passes").Permutation(place / count, count));
            rows[i] = order[place % count];
        }
        return rows;
    }

    private sealed class Chosen(IExamples all, int[] rows) : IExamples
    {
        public int Count => rows.Length;

        public Batch Pick(ReadOnlySpan<int> chosen, Noise noise, long first)
        {
            var numbers = new int[chosen.Length];
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = rows[chosen[i]];
            return all.Pick(numbers, noise, first);
        }
    }
}

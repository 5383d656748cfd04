using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Core.Training.Estimators;
using Pat.Core.Training.Optimisers;

namespace Pat.Core.Training;

/// <summary>How long and how a network is trained.</summary>
/// <param name="Epochs">Passes over the training rows, at least 1.</param>
/// <param name="BatchSize">Rows of a batch, at least 1; the last batch of an epoch takes what is left.</param>
/// <param name="Optimiser">Makes the optimiser.</param>
/// <param name="Schedule">Makes the learning rate of each step from the number of steps in all.</param>
public sealed record TrainingPlan(int Epochs, int BatchSize, Func<IOptimiser> Optimiser, Func<int, Schedule> Schedule)
{
    /// <summary>Passes over the training rows, at least 1.</summary>
    public int Epochs { get; init => field = AtLeastOne("Epochs", value); } = AtLeastOne("Epochs", Epochs);

    /// <summary>Rows of a batch, at least 1; the last batch of an epoch takes what is left.</summary>
    public int BatchSize { get; init => field = AtLeastOne("BatchSize", value); } = AtLeastOne("BatchSize", BatchSize);

    /// <summary>Standard deviation of Gaussian noise added to the inputs of each training batch, finite and at least 0; 0 adds none.</summary>
    public double InputAugmentation { get; init => field = Hyperparameter.AtLeastZero("TrainingPlan InputAugmentation", value); }

    /// <summary>Limit of the common norm of all gradients of a step, positive, see <see cref="GradientClipping.ByNorm"/>; null for none.</summary>
    public double? MaxGradientNorm
    {
        get;
        init => field = value is { } norm ? Hyperparameter.Positive("TrainingPlan MaxGradientNorm", norm) : null;
    }

    private static int AtLeastOne(string name, int value) => Hyperparameter.AtLeast($"TrainingPlan {name}", 1, value);
}

/// <summary>What happened in an epoch.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Mean of the objective over the batches, as the estimator saw it.</param>
/// <param name="GradientNorms">Norm of each parameter's gradient at the last step, before clipping.</param>
/// <param name="Warnings">Vanishing and exploding gradients, almost always none.</param>
public sealed record EpochRecord(int Epoch, double Loss, IReadOnlyDictionary<string, double> GradientNorms, IReadOnlyList<GradientWarning> Warnings);

/// <summary>Trains a network with any gradient estimator.</summary>
public static class Trainer
{
    /// <summary>Changes the parameters in place, epoch by epoch.</summary>
    /// <param name="network">The network.</param>
    /// <param name="objective">What is made small.</param>
    /// <param name="parameters">Starting values; they become the trained ones.</param>
    /// <param name="data">Training rows.</param>
    /// <param name="estimator">Where gradients come from.</param>
    /// <param name="laboratories">The apparatus, or several.</param>
    /// <param name="plan">How long and how.</param>
    /// <param name="noise">Stream of the run seed; gives data order and augmentation.</param>
    /// <param name="afterEpoch">Called after each epoch.</param>
    /// <param name="cancellation">Stops between two steps; the parameters keep what is trained.</param>
    /// <exception cref="ArgumentException">There are no data.</exception>
    /// <exception cref="NonFiniteException">A loss, output or gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public static void Train(
        Network network,
        Objective objective,
        SortedDictionary<string, Tensor> parameters,
        Batch data,
        IGradientEstimator estimator,
        Laboratories laboratories,
        TrainingPlan plan,
        Noise noise,
        Action<EpochRecord>? afterEpoch = null,
        CancellationToken cancellation = default) =>
        Train(network, objective, parameters, new RowExamples(data, plan.InputAugmentation), estimator, laboratories, plan, noise, afterEpoch, cancellation);

    /// <inheritdoc cref="Train(Network, Objective, SortedDictionary{string, Tensor}, Batch, IGradientEstimator, Laboratories, TrainingPlan, Noise, Action{EpochRecord}?, CancellationToken)"/>
    /// <remarks>Examples augment themselves: the plan's InputAugmentation is theirs to know.</remarks>
    public static void Train(
        Network network,
        Objective objective,
        SortedDictionary<string, Tensor> parameters,
        IExamples data,
        IGradientEstimator estimator,
        Laboratories laboratories,
        TrainingPlan plan,
        Noise noise,
        Action<EpochRecord>? afterEpoch = null,
        CancellationToken cancellation = default)
    {
        var rows = data.Count;
        if (rows == 0)
            throw new ArgumentException("Trainer data: expected at least one row, got none.", nameof(data));
        var batches = (rows + plan.BatchSize - 1) / plan.BatchSize;
        var (optimiser, schedule, norms) = (plan.Optimiser(), plan.Schedule(plan.Epochs * batches), new GradientNorms());
        using var scope = new TensorScope();
        for (var epoch = 0; epoch < plan.Epochs; epoch++)
        {
            var order = noise.Split("data order").Permutation(epoch, rows);
            var loss = 0.0;
            var warnings = new List<GradientWarning>();
            for (var b = 0; b < batches; b++)
            {
                cancellation.ThrowIfCancellationRequested();
                var step = epoch * batches + b;
                var chosen = order.AsSpan(b * plan.BatchSize, Math.Min(plan.BatchSize, rows - b * plan.BatchSize));
                var batch = data.Pick(chosen, noise.Split("augmentation"), (long)epoch * rows + b * plan.BatchSize);
                var estimate = estimator.Estimate(network, objective, parameters, batch, laboratories);
                NonFiniteException.Check(estimate.Loss, step);
                warnings.AddRange(norms.Record(step, estimate.Gradients));
                optimiser.Step(parameters, Clip(estimate.Gradients, plan.MaxGradientNorm), schedule(step));
                loss += estimate.Loss * chosen.Length / rows;
                scope.Reset();
            }
            afterEpoch?.Invoke(new(epoch + 1, loss, new Dictionary<string, double>(norms.Latest), warnings));
        }
    }

    private static IReadOnlyDictionary<string, Tensor> Clip(IReadOnlyDictionary<string, Tensor> gradients, double? maxNorm)
    {
        if (maxNorm is not { } limit)
            return gradients;
        var clipped = new Dictionary<string, Tensor>(gradients);
        GradientClipping.ByNorm(clipped, limit);
        return clipped;
    }
}

using Pat.Core.Tensors;

namespace Pat.Core.Training.Optimisers;

/// <summary>The tensors that an optimiser remembers for each parameter: zeros at its first step, in memory that outlives tapes.</summary>
/// <param name="optimiser">The name for messages.</param>
/// <param name="names">What is remembered, each with the shape of the parameter, except <see cref="Steps"/>, the last one, with shape [1].</param>
internal sealed class Moments(string optimiser, params string[] names)
{
    /// <summary>The name of the count of steps, exact in float32 up to 2^24.</summary>
    public const string Steps = "steps";

    private Dictionary<string, Tensor[]> tensors = [];

    public IReadOnlyDictionary<string, Tensor> State
    {
        get
        {
            var state = new Dictionary<string, Tensor>();
            foreach (var (parameter, remembered) in tensors)
            {
                for (var i = 0; i < names.Length; i++)
                    state[$"{names[i]}/{parameter}"] = remembered[i];
            }
            return state;
        }
    }

    /// <summary>The tensors of one parameter, in the order of the names.</summary>
    public Tensor[] Of(string name, Tensor parameter)
    {
        if (!tensors.TryGetValue(name, out var remembered))
            tensors[name] = remembered = Array.ConvertAll(names, n => n == Steps ? new Tensor(1) : new Tensor(parameter.Shape));
        return remembered;
    }

    /// <summary>Refuses, before anything is changed, a step whose gradients do not fit.</summary>
    public void Check(
        IReadOnlyDictionary<string, Tensor> parameters, IReadOnlyDictionary<string, Tensor> gradients, double learningRate)
    {
        Hyperparameter.AtLeastZero($"{optimiser} learning rate", learningRate);
        foreach (var (name, gradient) in gradients)
        {
            if (!parameters.TryGetValue(name, out var parameter))
                throw new ArgumentException(
                    $"{optimiser}: expected gradients of {string.Join(", ", parameters.Keys)}; got one of '{name}', which is not a parameter.");
            if (!gradient.HasShapeOf(parameter))
                throw new ShapeException($"{optimiser} gradient of '{name}'", parameter.ShapeText, gradient);
            if (tensors.TryGetValue(name, out var remembered))
                CheckShapes(name, remembered, parameter);
        }
    }

    // The kernels of the rules use raw pointers and trust these shapes.
    private void CheckShapes(string name, Tensor[] remembered, Tensor like)
    {
        for (var i = 0; i < names.Length; i++)
        {
            var isCount = names[i] == Steps;
            if (isCount ? remembered[i] is not { Rank: 1, Length: 1 } : !remembered[i].HasShapeOf(like))
                throw new ShapeException($"{optimiser} state '{names[i]}/{name}' (from another network?)", isCount ? "[1]" : like.ShapeText, remembered[i]);
        }
    }

    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        var restored = new Dictionary<string, Tensor[]>();
        foreach (var (key, tensor) in state)
        {
            var slash = key.IndexOf('/', StringComparison.Ordinal);
            var index = slash < 0 ? -1 : Array.IndexOf(names, key[..slash]);
            if (index < 0)
                throw new ArgumentException(
                    $"{optimiser} state: expected names {Expected}, got '{key}'. Restore the kind of optimiser that was saved.");
            var parameter = key[(slash + 1)..];
            if (!restored.TryGetValue(parameter, out var remembered))
                restored[parameter] = remembered = new Tensor[names.Length];
            remembered[index] = tensor.Clone();
        }
        foreach (var (parameter, remembered) in restored)
        {
            var missing = Array.IndexOf(remembered, null);
            if (missing >= 0)
                throw new ArgumentException($"{optimiser} state: expected '{names[missing]}/{parameter}', got nothing of that name.");
            CheckShapes(parameter, remembered, remembered[0]);
        }
        tensors = restored;
    }

    private string Expected => names.Length == 0 ? "(none)" : string.Join(", ", names.Select(name => name + "/PARAMETER"));
}

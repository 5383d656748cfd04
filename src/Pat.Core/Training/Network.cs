using Pat.Core.Autodiff;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;

namespace Pat.Core.Training;

/// <summary>A trainable tensor of a layer.</summary>
/// <param name="Name">Name within the layer.</param>
/// <param name="Start">Its starting values, drawn from the noise it is given.</param>
public sealed record Parameter(string Name, Func<Noise, Tensor> Start);

/// <summary>A named layer: ordinary C# on <see cref="Var"/>, with its parameters and, if it has one, its physical system.</summary>
/// <param name="Name">Name, unique in the network.</param>
/// <param name="Parameters">Its trainable tensors.</param>
/// <param name="Forward">Maps the output of the layer before to this layer's; parameters and the physical step come from the pass.</param>
public sealed record Layer(string Name, IReadOnlyList<Parameter> Parameters, Func<Var, Pass, Var> Forward);

/// <summary>What a layer gave for a batch.</summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Value">Its output, [batch, size].</param>
public sealed record Activation(string Layer, Tensor Value);

/// <summary>A physical neural network: a list of layers and one set of named parameters, "layer/parameter".</summary>
public sealed class Network
{
    /// <summary>Creates a network.</summary>
    /// <exception cref="ArgumentException">Two layers, or two parameters, have the same name.</exception>
    public Network(string name, IReadOnlyList<Layer> layers)
    {
        var twice = layers.GroupBy(layer => layer.Name).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new ArgumentException($"Network {name}: layer names must be unique, '{twice.Key}' stands {twice.Count()} times.", nameof(layers));
        var parameterTwice = layers.SelectMany(layer => layer.Parameters.Select(parameter => $"{layer.Name}/{parameter.Name}"))
            .GroupBy(full => full).FirstOrDefault(group => group.Count() > 1);
        if (parameterTwice is not null)
            throw new ArgumentException($"Network {name}: parameter names must be unique, '{parameterTwice.Key}' stands {parameterTwice.Count()} times.", nameof(layers));
        (Name, Layers) = (name, layers);
    }

    /// <summary>Name of the network.</summary>
    public string Name { get; }

    /// <summary>The layers, first one first.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>Draws the starting values of all parameters.</summary>
    public SortedDictionary<string, Tensor> Start(Noise noise)
    {
        var parameters = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var layer in Layers)
        {
            foreach (var parameter in layer.Parameters)
                parameters[$"{layer.Name}/{parameter.Name}"] = parameter.Start(noise.Split(layer.Name).Split(parameter.Name));
        }
        return parameters;
    }

    /// <summary>Runs all layers on the pass's tape.</summary>
    /// <exception cref="NonFiniteException">The output of a layer is not finite.</exception>
    public Var Forward(Var x, Pass pass)
    {
        foreach (var layer in Layers)
            x = pass.Enter(layer, x);
        return x;
    }

    /// <summary>Runs the network without derivatives and returns what every layer gave; the tensors outlive any scope.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="x">Inputs, [batch, size].</param>
    /// <param name="step">How physical layers are carried out, for example <see cref="PhysicalSteps.Measured"/>.</param>
    /// <param name="beforeLayer">
    /// Called before each layer with its name and input: what calibration uses. It may change the values of that layer's parameters.
    /// </param>
    public IReadOnlyList<Activation> Forward(
        IReadOnlyDictionary<string, Tensor> parameters, Tensor x, PhysicalStep step, Action<string, Tensor>? beforeLayer = null)
    {
        using var tape = new Tape(recording: false);
        var pass = new Pass(tape, parameters, step);
        var activations = new List<Activation>();
        var value = tape.Constant(x);
        foreach (var layer in Layers)
        {
            beforeLayer?.Invoke(layer.Name, value.Value);
            value = pass.Enter(layer, value);
            activations.Add(new(layer.Name, value.Value.Clone()));
        }
        return activations;
    }
}

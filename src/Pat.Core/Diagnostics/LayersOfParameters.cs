namespace Pat.Core.Diagnostics;

/// <summary>Which physical layer a parameter belongs to, by its name.</summary>
internal static class LayersOfParameters
{
    /// <summary>
    /// "layer 2/program" belongs to "layer 2". Where several physical layers are one layer of the network, the number at the end of the parameter tells:
    /// "chain/scale 3" belongs to "chain 3". A layer that has a number of its own is not divided further.
    /// </summary>
    /// <param name="parameter">"layer/parameter".</param>
    public static string Of(string parameter)
    {
        var slash = parameter.IndexOf('/', StringComparison.Ordinal);
        var layer = slash < 0 ? parameter : parameter[..slash];
        return slash < 0 || NumberAtTheEnd(layer) is not null || NumberAtTheEnd(parameter) is not { } number ? layer : $"{layer} {number}";
    }

    /// <summary>Parameters by layer: by number where the names end with one, then by name.</summary>
    public static IReadOnlyList<(string Layer, IReadOnlyList<string> Parameters)> Group(IEnumerable<string> parameters) =>
    [
        .. parameters.GroupBy(Of).OrderBy(layer => NumberAtTheEnd(layer.Key) ?? 0).ThenBy(layer => layer.Key, StringComparer.Ordinal)
            .Select(layer => (layer.Key, (IReadOnlyList<string>)[.. layer])),
    ];

    private static int? NumberAtTheEnd(string name)
    {
        var space = name.LastIndexOf(' ');
        return space >= 0 && int.TryParse(name.AsSpan(space + 1), out var number) ? number : null;
    }
}

using Pat.Core.Training;
using Pat.Systems.Benches;

namespace Pat.Experiments.Classification;

/// <summary>A system whose devices stand on another bench.</summary>
/// <param name="system">The system.</param>
/// <param name="bench">The bench: one with the same twins and ports.</param>
internal sealed class OnBench(IPhysicalClassifier system, IBench bench) : IPhysicalClassifier
{
    public string Name => system.Name;

    public string Description => system.Description;

    public Recipe Recipe => system.Recipe;

    public int Classes => system.Classes;

    public Network Build(int features) => system.Build(features);

    public bool IsPhysical(string parameter) => system.IsPhysical(parameter);

    public IBench Bench => bench;

    public int Apparatuses => system.Apparatuses;

    public MultiplyAdds Count(int features) => system.Count(features);

    public Network? Convolutional(int features) => system.Convolutional(features);
}

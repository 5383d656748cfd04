using Pat.Core.Randomness;

namespace Pat.Experiments.Data;

/// <summary>Splits vowels into training, validation and test rows; each seed gives another split.</summary>
public static class VowelSplit
{
    private const int PerClass = 37, TestPerClass = 7, ValidationPerClass = 5;
    private const int TestTalkers = 10, ValidationTalkers = 6;

    /// <summary>
    /// The numbers of the authors of physics-aware training (37 rows per vowel, 49 test rows in all): of each vowel 37 rows at random,
    /// 7 to test, 5 to validate, 25 to train. A talker can be in several of the sets.
    /// </summary>
    /// <exception cref="DataException">A vowel has fewer than 37 rows.</exception>
    public static VowelData Authors(IReadOnlyList<VowelRow> rows, long seed) =>
        Scale(PickAuthors(rows, seed), "hillenbrand", "authors",
            $"measured vowels, authors' split of seed {seed}: {PerClass} rows of each of {VowelSet.ClassNames.Count} vowels, talkers mixed");

    /// <summary>Talkers apart: all rows of 10 talkers at random to test, of 6 to validate, of the others (32) to train.</summary>
    /// <exception cref="DataException">There are too few talkers to leave one for training.</exception>
    public static VowelData Talkers(IReadOnlyList<VowelRow> rows, long seed)
    {
        var picked = PickTalkers(rows, seed);
        var training = picked.Train.Select(row => row.Talker).Distinct().Count();
        return Scale(picked, "hillenbrand", "talker",
            $"measured vowels, talker split of seed {seed}: {training} talkers train, {ValidationTalkers} validate, {TestTalkers} test");
    }

    internal static PickedRows PickAuthors(IReadOnlyList<VowelRow> rows, long seed)
    {
        var noise = Noise.FromSeed(seed).Split("vowels, authors' split");
        List<VowelRow> train = [], validation = [], test = [];
        for (var label = 0; label < VowelSet.ClassNames.Count; label++)
        {
            var ofClass = rows.Where(row => row.Label == label).ToArray();
            if (ofClass.Length < PerClass)
                throw new DataException("Vowels", $"vowel {VowelSet.ClassNames[label]}", $"at least {PerClass} complete rows", $"{ofClass.Length}", "Check the file.");
            var order = noise.Permutation(label, ofClass.Length);
            for (var i = 0; i < PerClass; i++)
                (i < TestPerClass ? test : i < TestPerClass + ValidationPerClass ? validation : train).Add(ofClass[order[i]]);
        }
        return new(train, validation, test);
    }

    internal static PickedRows PickTalkers(IReadOnlyList<VowelRow> rows, long seed)
    {
        var talkers = rows.Select(row => row.Talker).Distinct().Order(StringComparer.Ordinal).ToArray();
        const int heldOut = TestTalkers + ValidationTalkers;
        if (talkers.Length <= heldOut)
            throw new DataException("Vowels", "talkers", $"more than {heldOut}", $"{talkers.Length}", "Check the file.");
        var order = Noise.FromSeed(seed).Split("vowels, talker split").Permutation(0, talkers.Length);
        var place = order.Index().ToDictionary(pair => talkers[pair.Item], pair => pair.Index);
        return new(
            [.. rows.Where(row => place[row.Talker] >= heldOut)],
            [.. rows.Where(row => place[row.Talker] is >= TestTalkers and < heldOut)],
            [.. rows.Where(row => place[row.Talker] < TestTalkers)]);
    }

    internal static VowelData Scale(PickedRows picked, string source, string name, string description)
    {
        var scale = new FeatureScale(picked.Train);
        var (train, _) = scale.Apply(picked.Train);
        var (validation, _) = scale.Apply(picked.Validation);
        var (test, clipped) = scale.Apply(picked.Test);
        return new(train, validation, test, source, name,
            $"{description}; {train.Labels.Length} training, {validation.Labels.Length} validation, {test.Labels.Length} test rows; "
            + "features scaled to [0, 1] by the training rows' least and largest values, values outside clipped "
            + $"({clipped} of {test.X.Length} in the test rows)");
    }
}

/// <summary>The rows of a split in Hz.</summary>
internal sealed record PickedRows(IReadOnlyList<VowelRow> Train, IReadOnlyList<VowelRow> Validation, IReadOnlyList<VowelRow> Test);

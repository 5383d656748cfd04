using Pat.Experiments.Data;

namespace Pat.Experiments.Speech;

/// <summary>Splits recordings into what trains, validates and tests.</summary>
public static class SpeechSplit
{
    /// <summary>The split of the Free Spoken Digit Dataset: by the number of the take. Every speaker is in all parts.</summary>
    public const string Own = "own";

    /// <summary>Speakers apart: what is tested was said by somebody who was never heard before.</summary>
    public const string Speaker = "speaker";

    /// <summary>The splits.</summary>
    public static IReadOnlyList<string> Names { get; } = [Own, Speaker];

    /// <summary>
    /// Takes 0 to 4 of every speaker test, 5 to 9 validate, the others train, whatever the seed. The test part is the one of the Free Spoken Digit Dataset; validating on five of
    /// its training takes is our choice.
    /// </summary>
    /// <param name="set">The recordings.</param>
    /// <param name="keepValidation">False to train on the validation recordings too, and validate on none.</param>
    /// <param name="test">How many takes test.</param>
    /// <param name="validation">How many takes after these validate.</param>
    /// <exception cref="DataException">A word has no recording in one of the parts.</exception>
    public static SpeechData ByTake(RecordingSet set, bool keepValidation = true, int test = 5, int validation = 5)
    {
        var trainFrom = keepValidation ? test + validation : test;
        string[] parts = [$"takes {Range(0, test)} of every speaker test", $"{Range(test, trainFrom)} validate", "the others train"];
        return Split(
            set, Own, keepValidation, string.Join(", ", keepValidation ? parts : [parts[0], parts[2]]), recording => recording.Index < test ? Part.Test : recording.Index < trainFrom ? Part.Validation : Part.Train,
            $"Say every word {trainFrom + 1} times or more and number the takes from 0, or leave speakers out with --split {Speaker}.");
    }

    /// <summary>
    /// One speaker is left out to test and another to validate, so that choices too are made on a voice that was not heard. In alphabetical order of n speakers, from 0, seed s
    /// tests on speaker (s − 1) mod n and validates on the next, s mod n: n seeds in a row test on everybody once.
    /// </summary>
    /// <param name="set">The recordings.</param>
    /// <param name="seed">Run seed.</param>
    /// <param name="keepValidation">False to train on the validation recordings too, and validate on none.</param>
    /// <param name="test">How many speakers test, from that one on.</param>
    /// <param name="validation">How many speakers after these validate.</param>
    /// <exception cref="DataException">There are too few speakers, or a word has no recording in one of the parts.</exception>
    public static SpeechData BySpeaker(RecordingSet set, long seed, bool keepValidation = true, int test = 1, int validation = 1)
    {
        var speakers = set.Speakers;
        var heldOut = keepValidation ? test + validation : test;
        if (speakers.Count <= heldOut)
            throw new DataException("Split", $"{Speaker}, {set.Source}", $"more than {heldOut} speakers", $"{speakers.Count} ({string.Join(", ", speakers)})", $"Record more people, or use --split {Own}.");
        var first = (int)((seed % speakers.Count + speakers.Count - 1) % speakers.Count);
        string At(int place) => speakers[(first + place) % speakers.Count];
        var place = Enumerable.Range(0, speakers.Count).ToDictionary(At);
        string Names(int from, int to) => string.Join(", ", Enumerable.Range(from, to - from).Select(At));
        var description = $"seed {seed} leaves out {Names(0, test)} to test" + (keepValidation ? $" and {Names(test, heldOut)} to validate" : "") + $", the other {speakers.Count - heldOut} train";
        return Split(
            set, Speaker, keepValidation, description, recording => place[recording.Speaker] < test ? Part.Test : place[recording.Speaker] < heldOut ? Part.Validation : Part.Train,
            "Let more people say every word.");
    }

    private static SpeechData Split(RecordingSet set, string name, bool keepValidation, string description, Func<Recording, Part> partOf, string advice)
    {
        var parts = set.Recordings.ToLookup(partOf);
        Recording[] Take(Part part)
        {
            Recording[] recordings = [.. parts[part]];
            // A speaker who is left out may have left a word out, but nothing is learnt of a word without examples.
            var missing = part == Part.Train || name == Own ? Enumerable.Range(0, set.ClassNames.Count).Except(recordings.Select(recording => recording.Label)).ToArray() : [];
            if (missing.Length > 0)
                throw new DataException("Split", $"{name}, {set.Source}", $"every word in each part ({description})", $"no {Name(part)} recording of \"{set.ClassNames[missing[0]]}\"", advice);
            return recordings;
        }

        return new(
            Take(Part.Train), keepValidation ? Take(Part.Validation) : [], Take(Part.Test), set.ClassNames, set.Source, name, $"{set.Title}, {name} split: {description}", set.Remarks)
        {
            IsSynthetic = set.IsSynthetic,
        };
    }

    private static string Range(int from, int to) => to - from == 1 ? $"{from}" : $"{from} to {to - 1}";

    private static string Name(Part part) => part switch { Part.Test => "test", Part.Validation => "validation", _ => "training" };

    private enum Part
    {
        Train,
        Validation,
        Test,
    }
}

using System.CommandLine;
using System.Globalization;
using Pat.Experiments.Vowels;
using Pat.Systems.Optics.SecondHarmonic;

namespace Pat.Experiments.CommandLine;

/// <summary>The options of the vowel commands, and the configuration that they make.</summary>
internal sealed class VowelArguments
{
    private const double MostStrength = 10;
    private static readonly SecondHarmonicDescription bench = new();
    private static readonly VowelOptions standard = new();

    private readonly ComparisonArguments common;

    private readonly Option<string> data = CheckedOption.Folder("--data", "Folder that holds hillenbrand/vowdata.dat, the measured vowels. [default: synthetic vowels, which need no file]");

    private readonly Option<string> split = CheckedOption.Word(
        "--split", "Split of the measured vowels: 'authors' mixes talkers (175 training, 35 validation, 49 test rows), 'talker' tests on 10 other talkers.", standard.Split, "authors", "talker");

    private readonly Option<bool> fromAudio = CheckedOption.Flag(
        "--from-audio", "Formants from sound: the vowels are spoken by a synthesiser with the formants of the table, and those that are tracked in the sound are the features.");

    private readonly Option<double> strength = CheckedOption.Number(
        "--strength", "Factor of all departures of the device from its nominal twin. 0 is none, 1 as described.", 1, 0, MostStrength);

    private readonly Option<double> crosstalk = Part("--crosstalk", $"crosstalk of the shaper; 1 is {Percent(bench.ShaperCrosstalk)} of a channel's amplitude to each neighbour");
    private readonly Option<double> gain = Part("--gain", $"gain errors of the channels; 1 is {Percent(bench.ChannelGainError)} rms");
    private readonly Option<double> phase = Part("--phase", Invariant($"residual spectral phase; 1 is {bench.GroupDelayDispersion * 1e30:N0} fs², {bench.ThirdOrderDispersion * 1e45:N0} fs³ and {bench.RandomPhase} rad rms"));
    private readonly Option<double> envelope = Part("--envelope", Invariant($"departure of the spectral envelope; 1 is a shift of {bench.EnvelopeShift / 1e12:G3} THz and {Percent(bench.EnvelopeWidening)} widening"));
    private readonly Option<double> leak = Part("--leak", $"leak of the spectrometer; 1 is {Percent(bench.SpectrometerLeak)} of a line's power to the next line");
    private readonly Option<double> depletion = Part("--depletion", Invariant($"coupling that depletes the fundamental; 1 is {bench.Coupling} (coupling times crystal length)"));
    private readonly Option<double> dispersion = Part("--dispersion", Invariant($"group-velocity mismatch, dispersion and phase mismatch; 1 is {bench.GroupVelocityMismatch * 1e12:G3} fs/mm and {bench.PhaseMismatch} rad"));

    private readonly Option<double> noise = CheckedOption.Number(
        "--noise", Invariant($"Factor of shaper levels, energy jitter, shot and read noise. 0 is none, 1 is {bench.ShaperLevels} levels, {Percent(bench.EnergyJitter)}, {bench.ElectronsAtOne:N0} electrons at an output of 1, and {bench.ReadNoise} rms."), standard.Noise, 0, MostStrength);

    private readonly Option<double> levels = NoisePart("--levels", $"rounding to the levels of the shaper; 1 is {bench.ShaperLevels} levels");
    private readonly Option<double> jitter = NoisePart("--jitter", $"jitter of the pulse energy; 1 is {Percent(bench.EnergyJitter)} rms");
    private readonly Option<double> shot = NoisePart("--shot", Invariant($"shot noise; 1 is that of {bench.ElectronsAtOne:N0} electrons at an output of 1"));
    private readonly Option<double> read = NoisePart("--read", Invariant($"read noise; 1 is {bench.ReadNoise} rms"));

    private readonly Option<IReadOnlyList<KeyValuePair<string, double>>?> factors = DepartureOptions.Factors();

    private readonly Option<int> steps = CheckedOption.Integer(
        "--steps", "Split steps through the crystal. More are taken where the Manley-Rowe relation does not hold to 0.0001 on random programs.", standard.Steps, 1, VowelSteps.Most);

    /// <summary>Declares the options.</summary>
    /// <param name="folder">Default of the output folder.</param>
    /// <param name="known">Methods that can be chosen.</param>
    /// <param name="standardMethods">Methods that are run by default.</param>
    /// <param name="seeds">Default of the run seeds; null for those of `pat run`.</param>
    public VowelArguments(string folder, IReadOnlyList<string> known, IReadOnlyList<string> standardMethods, IReadOnlyList<long>? seeds = null) =>
        common = new(
            folder, standard with { Methods = standardMethods, Seeds = seeds ?? standard.Seeds }, known, "draw or split of the data, starting values, data order, noise", "Passes over the training rows.");

    private IReadOnlyList<Option<double>> SingleParts => [crosstalk, gain, phase, envelope, leak, depletion, dispersion, levels, jitter, shot, read];

    /// <summary>The options that are not about vowels.</summary>
    public ComparisonArguments Common => common;

    /// <summary>Adds the options to a command; a command that fixes seeds or strengths has no options for them.</summary>
    public void AddTo(Command command, bool chooseSeeds = true, bool chooseStrength = true) => AddTo(command, common.First(chooseSeeds), chooseStrength);

    /// <summary>Adds the options to a command that says itself which come first; one that fixes strengths has no option for them.</summary>
    public void AddTo(Command command, IEnumerable<Option> first, bool chooseStrength = true)
    {
        List<Option> options = [.. first, data, split, fromAudio];
        if (chooseStrength)
            options.Add(strength);
        options.AddRange([crosstalk, gain, phase, envelope, leak, depletion, dispersion, noise, levels, jitter, shot, read, factors, steps, .. common.Last]);
        options.ForEach(command.Options.Add);
    }

    /// <summary>The configuration; sets the number of threads of the process if it is given.</summary>
    /// <exception cref="UsageException">Options do not go together.</exception>
    public VowelOptions Read(ParseResult parsed)
    {
        Check(parsed);
        double Of(Option<double> part) => FactorOf(parsed, part);
        var options = common.Read(parsed, new VowelOptions
        {
            Data = parsed.GetValue(data),
            Split = parsed.GetValue(split)!,
            FromAudio = parsed.GetValue(fromAudio),
            Noise = parsed.GetValue(noise),
            NoiseParts = new(Of(levels), Of(jitter), Of(shot), Of(read)),
            Steps = parsed.GetValue(steps),
            Gap = new SecondHarmonicGap(Of(crosstalk), Of(gain), Of(phase), Of(envelope), Of(leak), Of(depletion), Of(dispersion)).Scaled(Strength(parsed)),
        });
        DeviceArguments.CheckAdded(new SecondHarmonicBench(), options.Added);
        var device = common.DeviceOf(parsed, [strength, noise, factors, .. SingleParts]);
        SavedDeviceOption.CheckFits(device, new SecondHarmonicBench(), "the vowels", apparatuses: 1);
        return device is null ? options : options.On(device);
    }

    public double Strength(ParseResult parsed) => parsed.GetResult(strength) is null ? 1 : parsed.GetValue(strength);

    /// <summary>Strength, single factors that are not 1, and noise, in words.</summary>
    public string GapText(ParseResult parsed, double? strength)
    {
        string Parts(params Option<double>[] parts) => string.Concat(
            parts.Where(part => FactorOf(parsed, part) != 1).Select(part => Invariant($", {TermOf(part)} times {FactorOf(parsed, part)}")));
        return (strength is null ? "strength as in the table" : Invariant($"strength {strength}"))
            + Parts(crosstalk, gain, phase, envelope, leak, depletion, dispersion)
            + Invariant($"; noise {parsed.GetValue(noise)}") + Parts(levels, jitter, shot, read)
            + common.Departures(parsed);
    }

    // The single options are named for the terms of the bench, so that --factors can say the same.
    private static string TermOf(Option<double> part) => part.Name[2..];

    private double FactorOf(ParseResult parsed, Option<double> part) =>
        (parsed.GetValue(factors) ?? []).Where(factor => factor.Key == TermOf(part)).Select(factor => (double?)factor.Value).FirstOrDefault() ?? parsed.GetValue(part);

    private void Check(ParseResult parsed)
    {
        string[] named = [.. (parsed.GetValue(factors) ?? []).Select(factor => factor.Key)];
        DeviceArguments.CheckTerms(new SecondHarmonicBench(), named);
        if (SingleParts.FirstOrDefault(part => named.Contains(TermOf(part)) && parsed.GetResult(part) is { Implicit: false }) is { } twice)
            throw new UsageException("Factors", "--factors", "each term once", $"{TermOf(twice)} there and in {twice.Name}", "Leave one of them out: they are the same factor.");
        if (parsed.GetValue(data) is null && parsed.GetValue(split) == "talker")
            throw new UsageException("Split", "--split", "authors on the shipped synthetic vowels", "talker", "Synthetic vowels have no talkers: pass the measured ones with --data DIR.");
    }

    private static Option<double> Part(string name, string what) =>
        CheckedOption.Number(name, $"Factor, times --strength, of the {what}.", 1, 0, MostStrength);

    private static Option<double> NoisePart(string name, string what) =>
        CheckedOption.Number(name, $"Factor, times --noise, of the {what}.", 1, 0, MostStrength);

    private static string Percent(double share) => Invariant($"{100 * share:0.##} %");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Pat.Experiments.CommandLine;

/// <summary>Options whose values are checked as they are read, with one line that says what was expected.</summary>
internal static class CheckedOption
{
    public static Option<double> Number(string name, string meaning, double standard, double least, double most) => new(name)
    {
        Description = $"{meaning} {Text(least)} to {Text(most)}.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => standard,
        CustomParser = result => Read<double>(result, $"a number from {Text(least)} to {Text(most)}", text => Value(text, least, most)),
    };

    public static Option<int> Integer(string name, string meaning, int standard, int least, int most) => new(name)
    {
        Description = $"{meaning} {least} to {most}.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => standard,
        CustomParser = result => Read(result, WholeNumber(least, most), text => WholeValue(text, least, most)),
    };

    /// <summary>A whole number; null if the option is not given and has no default.</summary>
    public static Option<int?> OptionalInteger(string name, string meaning, int? standard, int least, int most)
    {
        var option = new Option<int?>(name)
        {
            Description = $"{meaning} {least} to {most}.",
            HelpName = "NUMBER",
            CustomParser = result => Read(result, WholeNumber(least, most), text => WholeValue(text, least, most)),
        };
        if (standard is not null)
            option.DefaultValueFactory = _ => standard;
        return option;
    }

    /// <summary>A list of numbers and ranges; null if the option is not given.</summary>
    public static Option<IReadOnlyList<long>?> Numbers(string name, string meaning) => new(name)
    {
        Description = meaning,
        HelpName = "LIST",
        Arity = ArgumentArity.ExactlyOne, // a list is one text with commas: given twice, one of them would be lost
        CustomParser = result =>
        {
            var (numbers, problem) = NumberList.Parse(result.Tokens[0].Value);
            if (problem is not null)
                result.AddError($"{name}: {problem}.");
            return numbers;
        },
    };

    /// <summary>A list of numbers with commas between; null if the option is not given.</summary>
    public static Option<IReadOnlyList<double>?> Values(string name, string meaning, double least, double most) => new(name)
    {
        Description = meaning,
        HelpName = "LIST",
        Arity = ArgumentArity.ExactlyOne, // a list is one text with commas: given twice, one of them would be lost
        CustomParser = result =>
        {
            double?[] values = [.. result.Tokens[0].Value.Split(',').Select(text => Value(text, least, most))];
            if (values.Contains(null) || values.Distinct().Count() < values.Length)
                result.AddError($"{name}: expected different numbers from {Text(least)} to {Text(most)} with commas between, got \"{result.Tokens[0].Value}\".");
            return [.. values.OfType<double>()];
        },
    };

    /// <summary>A list of names with commas between; null if the option is not given.</summary>
    public static Option<IReadOnlyList<string>?> Names(string name, string meaning, IReadOnlyList<string> known) => new(name)
    {
        Description = meaning,
        HelpName = "LIST",
        Arity = ArgumentArity.ExactlyOne, // a list is one text with commas: given twice, one of them would be lost
        CustomParser = result =>
        {
            var names = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries);
            if (names.FirstOrDefault(one => !known.Contains(one)) is { } unknown)
                result.AddError($"{name}: expected names among {string.Join(", ", known)} with commas between, got \"{unknown}\".");
            else if (names.Distinct().Count() < names.Length)
                result.AddError($"{name}: expected each name once, got \"{result.Tokens[0].Value}\".");
            return names;
        },
    };

    /// <summary>One word of several; required where none is the standard.</summary>
    public static Option<string> Word(string name, string meaning, string? standard, params string[] known)
    {
        // The help gives the whole column of names the width of the longest one.
        var choices = string.Join('|', known);
        var isShort = choices.Length <= 24;
        var option = new Option<string>(name)
        {
            Description = isShort ? meaning : $"{meaning} One of {string.Join(", ", known)}.",
            HelpName = isShort ? choices : "NAME",
            Required = standard is null,
            CustomParser = result =>
            {
                var word = result.Tokens[0].Value;
                if (!known.Contains(word))
                    result.AddError($"{name}: expected {string.Join(" or ", known)}, got \"{word}\".");
                return word;
            },
        };
        if (standard is not null)
            option.DefaultValueFactory = _ => standard;
        return option;
    }

    public static Option<string> Folder(string name, string meaning) => Path(name, meaning, "DIR", "folder");

    public static Option<string> File(string name, string meaning) => Path(name, meaning, "FILE", "file");

    /// <summary>Refuses an empty text.</summary>
    /// <param name="result">What was given.</param>
    /// <param name="name">Name of the option or argument.</param>
    /// <param name="expected">What it stands for.</param>
    public static void CheckNotEmpty(SymbolResult result, string name, string expected)
    {
        if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            result.AddError($"{name}: expected {expected}, got nothing.");
    }

    public static Option<bool> Flag(string name, string meaning) => new(name) { Description = meaning };

    /// <summary>"0,0.5,1".</summary>
    public static string Text(IReadOnlyList<double> values) => string.Join(',', values.Select(Text));

    private static Option<string> Path(string name, string meaning, string helpName, string what)
    {
        var option = new Option<string>(name) { Description = meaning, HelpName = helpName };
        option.Validators.Add(result => CheckNotEmpty(result, name, $"a {what}"));
        return option;
    }

    private static T Read<T>(ArgumentResult result, string expected, Func<string, T?> parse) where T : struct
    {
        var text = result.Tokens[0].Value;
        if (parse(text) is { } value)
            return value;
        result.AddError($"{((OptionResult)result.Parent!).Option.Name}: expected {expected}, got \"{text}\".");
        return default;
    }

    private static string WholeNumber(int least, int most) => $"a whole number from {least} to {most}";

    private static int? WholeValue(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;

    private static double? Value(string text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}

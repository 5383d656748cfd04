#!/usr/bin/env dotnet
#:project ../src/Pat.Experiments/Pat.Experiments.csproj

// Which means and covariances do the formants of the real vowels have? Writes vowel-statistics.json beside this file.
// Run: dotnet run data/make-vowel-statistics.cs -- DIR      (DIR holds hillenbrand/vowdata.dat)

using System.Runtime.CompilerServices;
using Pat.Experiments.Data;

if (args.Length != 1)
{
    Console.Error.WriteLine($"make-vowel-statistics: expected one argument, the folder that holds {Hillenbrand.RelativePath}, got {args.Length}.");
    return 2;
}
try
{
    var statistics = VowelStatistics.Of(Hillenbrand.Read(args[0]));
    File.WriteAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "vowel-statistics.json"), statistics.ToJson());
    foreach (var vowel in statistics.Classes)
        Console.WriteLine($"{vowel.Name}  {vowel.Rows} rows");
    return 0;
}
catch (DataException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static string ThisFile([CallerFilePath] string path = "") => path;

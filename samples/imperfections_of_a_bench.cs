#!/usr/bin/env dotnet
#:project ../src/Pat.Systems/Pat.Systems.csproj

// Which imperfections make a device differ from its twin, and by which kind of error? Run: dotnet run samples/imperfections_of_a_bench.cs
// The transistor circuit of the preset bench, with each of its departures alone, and with two imperfections of the library that it does not have by itself.

using Pat.Core.Diagnostics;
using Pat.Core.Physical;
using Pat.Core.Randomness;
using Pat.Core.Tensors;
using Pat.Systems;
using Pat.Systems.Benches;

var bench = AllBenches.Named("transistor-circuit");
var twin = bench.Twin();
const int rows = 24, repeats = 4;

// Random drives, smooth enough to pass the resonance.
var x = new Tensor(rows, twin.Ports.Input.Size);
Noise.FromSeed(1).Normals(0, x);
for (var row = 0; row < rows; row++)
{
    var values = x.Row(row);
    for (var i = 1; i < values.Length; i++)
        values[i] = 0.9f * values[i - 1] + 0.15f * values[i];
}

var theta = new Tensor(twin.Ports.ParameterCount);
var modelled = twin.Run(x, theta, default);

Console.WriteLine("mean squares in parts of the signal             trial   fixed pattern       structure           total");
Show("all of the bench", new BenchSettings());
foreach (var term in bench.Terms)
    Show(term.Name + " alone", bench.Terms.Where(other => other != term).Aggregate(new BenchSettings(), (settings, other) => settings.With(other.Name, 0)));
foreach (var id in (string[])["gain-offset-spread", "one-over-f-noise"])
    Show(id + " at the output, alone", new BenchSettings(0, 0) { Added = [new(id, Place.Output)] });

void Show(string what, BenchSettings settings)
{
    var laboratory = new Laboratory("bench", bench.Fabricate(deviceSeed: 1, settings), RunNoise.FromSeed(1), bench.Timing);
    var gap = Gap.Of(modelled, [.. Enumerable.Range(0, repeats).Select(_ => laboratory.Run(x, theta, Purpose.Evaluate))]);
    double Part(double part) => part / gap.Signal;
    Console.WriteLine($"{what,-42}{Part(gap.Trial),10:0.00000}{Part(gap.FixedPattern),16:0.00000}{Part(gap.Structural),16:0.00000}{Part(gap.Total),16:0.00000}");
}

using System.Diagnostics;
using Pat.Experiments.Data;
using Pat.Experiments.Vowels;

var options = new VowelOptions { Data = args.Length > 1 ? args[1] : null };
var data = VowelSet.Open(options.Data);
var clock = Stopwatch.StartNew();
if (args[0] == "one")
{
    foreach (var m in options.Methods)
    {
        var d = data(101);
        var r = VowelMethods.IsPhysical(m) ? VowelMethods.Run(m, new VowelSetup(options, d, 101, 101), 101, 101, options.Epochs, test: false) : DigitalBaselines.Run(m, d, 101, options.Epochs, test: false);
        Console.WriteLine($"{m} validation device {r.DeviceAccuracy:P1} twin {r.TwinAccuracy:P1} runs {r.DeviceRuns} cos {r.GradientCosine:F3} MR {r.WorstViolation:E1} {r.Seconds:F2} s {string.Join(" | ", r.Warnings)}");
    }
}
else
    VowelTuning.Run(options, data, r => Console.WriteLine($"{r.Method,-28} {r.LearningRate,6} {r.Validation.ToText("P1")} device {r.OnDevice.ToText("P1")}"));
Console.WriteLine(clock.Elapsed);

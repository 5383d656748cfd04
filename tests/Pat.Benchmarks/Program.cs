using BenchmarkDotNet.Running;
using Pat.Benchmarks;
using Pat.Benchmarks.Claims;
using Pat.Benchmarks.Dynamics;

if (args is [FirstGradient.Argument])
    return FirstGradient.Run();
if (args is [WaveformMemory.Argument])
    return WaveformMemory.Run();
if (args.Contains("--quick") || args.Contains("--claim"))
    return ClaimRunner.Run(args);
Switch(args);
return 0;

// Of its own, so that its library is loaded only where it is used.
static void Switch(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(ClaimRunner).Assembly).Run(args);

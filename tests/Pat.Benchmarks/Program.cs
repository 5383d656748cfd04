using BenchmarkDotNet.Running;
using Pat.Benchmarks;

if (args.Contains("--quick") || args.Contains("--claim"))
    return ClaimRunner.Run(args);
BenchmarkSwitcher.FromAssembly(typeof(ClaimRunner).Assembly).Run(args);
return 0;

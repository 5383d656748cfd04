using System.Runtime.InteropServices;
using Pat.Experiments.CommandLine;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return PatCommand.Run(args, Console.Out, Console.Error, stop.Token);

// The first signal stops cleanly and keeps what is done; a second one ends the program at once.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using PyConDemo.ApiClient;
using PyConDemo.Benchmarks;
using PyConDemo.Benchmarks.HandWritten;
using PyConDemo.Benchmarks.Overhead;
using PyConDemo.Postgres;

if (args is ["hand-written", ..])
{
    await HandWrittenServer.RunAsync(args[1..]);
    return 0;
}

if (args is ["bystander", var checklist, ..])
{
    await BystanderServer.RunAsync(Enum.Parse<ChecklistState>(checklist), args[2..]);
    return 0;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await (args is ["checklist", .. var rest]
        ? OverheadBenchmark.RunAsync(rest, stop.Token)
        : Benchmark.RunAsync(args, stop.Token));
    return 0;
}
catch (Exception) when (stop.IsCancellationRequested) // Ctrl-C stops the servers too, so requests fail
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
catch (Exception error) when (error is InvalidOperationException or ValidationException or PostgresUnavailableException
    or ApiException or HttpRequestException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    if (stop.IsCancellationRequested) return; // the second Ctrl-C ends the program at once
    signal.Cancel = true;
    stop.Cancel();
}

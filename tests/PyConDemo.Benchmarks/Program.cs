using System.ComponentModel.DataAnnotations;
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

try
{
    await (args is ["checklist", .. var rest] ? OverheadBenchmark.RunAsync(rest) : Benchmark.RunAsync(args));
    return 0;
}
catch (Exception error) when (error is InvalidOperationException or ValidationException or PostgresUnavailableException or ApiException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

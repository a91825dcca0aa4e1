using System.Net;
using System.Net.Http.Json;

namespace PyConDemo.Faults.Tests;

/// <summary>Several processes may start on one new database at once.</summary>
[Collection("faults")] // one at a time: all of them break the same server
public sealed class StartTests(FaultBench bench, ITestOutputHelper output)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_processes_start_on_a_new_database_without_an_error()
    {
        Assert.SkipWhen(bench.Missing is not null, bench.Missing ?? "");
        var settings = await bench.NewDatabaseAsync("start");
        var processes = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => ApiInstance.StartAsync(settings, Cancel)));
        try
        {
            foreach (var process in processes) await process.ReadyAsync(Cancel);
            var watch = Stopwatch.StartNew();
            foreach (var process in processes)
            {
                using var answer = await process.Client.PostAsJsonAsync(
                    "/good/reports", new { month = "2025-03" }, Cancel);
                Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
            }

            output.WriteLine($"The first report of each process was accepted within {watch.Elapsed.TotalSeconds:F1} s.");
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2 * FaultRun.Slack * processes.Length);
            Assert.All(processes.SelectMany(process => process.Lines), line =>
            {
                Assert.DoesNotContain("fail:", line, StringComparison.Ordinal);
                Assert.DoesNotContain("warn:", line, StringComparison.Ordinal);
                Assert.DoesNotContain("Exception", line, StringComparison.Ordinal);
            });
        }
        finally
        {
            foreach (var process in processes) await process.DisposeAsync();
        }
    }
}

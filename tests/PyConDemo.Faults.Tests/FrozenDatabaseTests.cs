using System.Net;

namespace PyConDemo.Faults.Tests;

/// <summary>While PostgreSQL is frozen, a probe gets an answer soon, and not a time-out of its own.</summary>
[Collection("faults")] // one at a time: all of them break the same server
public sealed class FrozenDatabaseTests(FaultBench bench, ITestOutputHelper output)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Probes_are_answered_soon()
    {
        Assert.SkipWhen(bench.Missing is not null, bench.Missing ?? "");
        var client = bench.Processes[0].Client;
        var longest = new Dictionary<string, TimeSpan>();
        var freeze = bench.Server.FreezeAsync(TimeSpan.FromSeconds(8));
        while (!freeze.IsCompleted)
        {
            foreach (var path in new[] { "/health/live", "/ping", "/vitals", "/health/ready" })
            {
                var watch = Stopwatch.StartNew();
                using var answer = await client.GetAsync(path, Cancel);
                if (watch.Elapsed > longest.GetValueOrDefault(path)) longest[path] = watch.Elapsed;
                if (freeze.IsCompleted) break;
                var expected = path == "/health/ready" ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.OK;
                Assert.Equal((path, expected), (path, answer.StatusCode));
            }
        }

        await freeze;
        foreach (var (path, time) in longest)
        {
            var limit = path == "/health/ready" ? 2.5 : 0.5;
            output.WriteLine($"| {path} | {time.TotalSeconds:F2} s of {limit} s |");
            Assert.InRange(time.TotalSeconds, 0, FaultRun.Slack * limit);
        }

        await bench.Processes[0].ReadyAsync(Cancel);
    }
}

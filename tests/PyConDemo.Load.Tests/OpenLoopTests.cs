using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PyConDemo.Load.Tests;

[Collection<ClockWork>]
public class OpenLoopTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stall_is_charged_to_every_request_that_was_due_meanwhile()
    {
        // The server stalls for one of two seconds. At 100/s, about 100 requests were due during the stall. A loop that
        // waits for its answers sends one.
        var stall = new TaskCompletionSource();
        var asked = 0;
        await using var server = await FakeServer.StartAsync(app => app.MapGet("/", async () =>
        {
            if (Interlocked.Increment(ref asked) == 50)
            {
                _ = Task.Delay(1000, CancellationToken.None).ContinueWith(
                    _ => stall.SetResult(), TaskScheduler.Default);
            }

            if (asked >= 50) await stall.Task;
            return "";
        }));
        using var sender = new RequestSender(server.Address, Timeout);
        var load = await new OpenLoop(sender).RunAsync(() => Get(), 100, TimeSpan.FromSeconds(2), null, Cancel);

        var slow = load.Metrics.Latencies.Milliseconds().Count(ms => ms > 250);
        Assert.Equal(200, load.Metrics.Total);
        // those due in the first 750 ms of the stall: about 75, and whatever else a busy machine delays
        Assert.InRange(slow, 50, 200);
        Assert.True(load.Metrics.Latencies.Percentiles().Max >= 700);
    }

    [Fact]
    public async Task A_closed_loop_hides_that_stall()
    {
        var asked = 0;
        await using var server = await FakeServer.StartAsync(app => app.MapGet("/", async () =>
        {
            // the fifth: a busy machine gets there within the two seconds
            if (Interlocked.Increment(ref asked) == 5) await Task.Delay(1000);
            return "";
        }));
        using var sender = new RequestSender(server.Address, Timeout);
        var load = await new ClosedLoop(sender, clients: 1).RunAsync(
            () => Get(), TimeSpan.FromSeconds(2), null, Cancel);
        Assert.InRange(load.Metrics.Latencies.Milliseconds().Count(ms => ms > 900), 1, 3);
    }

    [Fact]
    public async Task Requests_leave_at_the_chosen_rate_and_none_is_early_or_negative()
    {
        await using var server = await FakeServer.StartAsync(app => app.MapGet("/", () => "hello"));
        using var sender = new RequestSender(server.Address, Timeout);
        var results = new System.Collections.Concurrent.ConcurrentBag<RequestResult>();
        var load = await new OpenLoop(sender).RunAsync(() => Get(), 300, TimeSpan.FromSeconds(1), results.Add, Cancel);
        Assert.Equal(300, load.Metrics.Answered);
        Assert.Equal(300 * 5, load.Metrics.Bytes);
        Assert.All(results, s => Assert.True(s.Latency >= TimeSpan.Zero));
        Assert.True(load.Lag.Count >= 300);
    }

    [Fact]
    public async Task Failures_of_every_kind_are_kept_and_never_count_as_fast()
    {
        var limit = TimeSpan.FromSeconds(2); // in which a busy machine refuses and breaks at least one
        var asked = 0;
        await using var server = await FakeServer.StartAsync(app => app.MapGet("/", async (HttpContext context) =>
        {
            switch (Interlocked.Increment(ref asked) % 3)
            {
                case 0: context.Response.StatusCode = 503; break;
                case 1: await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted); break;
                default: context.Abort(); break;
            }
        }));
        using var sender = new RequestSender(server.Address, limit);
        var load = await new OpenLoop(sender).RunAsync(() => Get(), 60, TimeSpan.FromSeconds(1), null, Cancel);
        var metrics = load.Metrics;
        Assert.Equal(60, metrics.Total);
        Assert.Equal(60, metrics.Failed);
        Assert.True(metrics[Outcome.Refused] > 0 && metrics[Outcome.TimedOut] > 0 && metrics[Outcome.Broken] > 0);
        Assert.Equal(503, metrics.LastRefusal);
        Assert.Equal([new(503, metrics[Outcome.Refused])], metrics.Refusals);
        Assert.True(metrics.Latencies.Milliseconds().Min() >= 1_999, "a failure counted as faster than the time-out");
    }

    [Fact]
    public void Refusals_of_two_loads_add_up_by_status()
    {
        var (one, two) = (Refused(503, 503, 500), Refused(503));
        one.Add(two);
        Assert.Equal(new Dictionary<int, long> { [500] = 1, [503] = 3 }, one.Refusals);
        Assert.Equal((503, 4), (one.LastRefusal, one.Failed));

        static RequestMetrics Refused(params int[] statuses)
        {
            var metrics = new RequestMetrics(Timeout);
            foreach (var status in statuses)
                metrics.Add(new(Outcome.Refused, TimeSpan.Zero, status, Bytes: 0, At: 0), loadEnds: 0);
            return metrics;
        }
    }

    [Fact]
    public async Task What_cannot_be_sent_is_counted_as_unsent()
    {
        // far longer than the sending, so no waiting request ends and lets another one leave
        var limit = TimeSpan.FromSeconds(4);
        await using var server = await FakeServer.StartAsync(
            app => app.MapGet("/", (CancellationToken gone) => Task.Delay(-1, gone)));
        using var sender = new RequestSender(server.Address, limit);
        var metrics = (await new OpenLoop(sender, mostWaiting: 5).RunAsync(
            () => Get(), 100, TimeSpan.FromMilliseconds(300), null, Cancel)).Metrics;
        Assert.Equal(30, metrics.Total);
        Assert.Equal(5, metrics[Outcome.TimedOut]);
        Assert.Equal(25, metrics[Outcome.Unsent]);
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_is_not_followed()
    {
        var followed = 0;
        await using var server = await FakeServer.StartAsync(app =>
        {
            app.MapGet("/", () => Results.Redirect("/there"));
            app.MapGet("/there", () => Interlocked.Increment(ref followed));
        });
        using var sender = new RequestSender(server.Address, Timeout);
        var result = await sender.SendAsync(Get(), Cancel);
        Assert.Equal((Outcome.Answered, 302, 0), (result.Outcome, result.Status, followed));
    }

    [Fact]
    public async Task Stopping_ends_a_stretch_at_once()
    {
        await using var server = await FakeServer.StartAsync(
            app => app.MapGet("/", (CancellationToken gone) => Task.Delay(-1, gone)));
        using var sender = new RequestSender(server.Address, Timeout);
        using var stop = new CancellationTokenSource(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new OpenLoop(sender)
            .RunAsync(() => Get(), 50, TimeSpan.FromMinutes(10), null, stop.Token)
            .WaitAsync(TimeSpan.FromSeconds(10), Cancel));
    }

    private static HttpRequestMessage Get() => new(HttpMethod.Get, new Uri("/", UriKind.Relative));
}

using System.Threading.RateLimiting;
using PyConDemo.Api.Hosting;

namespace PyConDemo.Api.Tests.Hosting;

public sealed class QueueTimeLimiterTests : IDisposable
{
    private readonly ConcurrencyLimiter _one = new(new() { PermitLimit = 1, QueueLimit = 1 });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _one.Dispose();

    [Fact]
    public async Task A_request_waits_in_the_queue_only_so_long()
    {
        using var limiter = new QueueTimeLimiter(_one, TimeSpan.FromMilliseconds(20), TimeProvider.System);
        using var first = await limiter.AcquireAsync(1, Cancel);
        Assert.True(first.IsAcquired);

        for (var again = 0; again < 2; again++)
        {
            using var waiting = await limiter.AcquireAsync(1, Cancel).AsTask().WaitAsync(TimeSpan.FromMinutes(1), Cancel);
            Assert.False(waiting.IsAcquired);
            Assert.Equal(0, limiter.GetStatistics()!.CurrentQueuedCount);
        }
    }

    [Fact]
    public async Task It_gets_the_place_that_becomes_free()
    {
        using var limiter = new QueueTimeLimiter(_one, TimeSpan.FromMinutes(5), TimeProvider.System);
        var first = await limiter.AcquireAsync(1, Cancel);
        var waiting = limiter.AcquireAsync(1, Cancel).AsTask();
        Assert.False((await limiter.AcquireAsync(1, Cancel)).IsAcquired); // the queue is full

        first.Dispose();
        Assert.True((await waiting).IsAcquired);
    }

    [Fact]
    public async Task A_client_that_leaves_is_no_refusal()
    {
        using var limiter = new QueueTimeLimiter(_one, TimeSpan.FromMinutes(5), TimeProvider.System);
        using var first = await limiter.AcquireAsync(1, Cancel);
        using var leave = new CancellationTokenSource();
        var waiting = limiter.AcquireAsync(1, leave.Token).AsTask();

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}

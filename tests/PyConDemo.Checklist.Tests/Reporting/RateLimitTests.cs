using Microsoft.Extensions.Time.Testing;
using PyConDemo.Checklist.Reporting;

namespace PyConDemo.Checklist.Tests.Reporting;

public sealed class RateLimitTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_pause_saves_a_second_and_no_more()
    {
        var limit = new RateLimit(10, _clock);
        Assert.Equal(10, Take(limit, 50));
        _clock.Advance(TimeSpan.FromSeconds(0.3));
        Assert.Equal(3, Take(limit, 50));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(10, Take(limit, 50));
    }

    [Fact]
    public void Under_load_it_gives_so_many_a_second()
    {
        var limit = new RateLimit(10, _clock);
        Take(limit, 10);
        var taken = 0;
        for (var i = 0; i < 5_000; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            taken += Take(limit, 1);
        }
        Assert.Equal(50, taken);
    }

    [Fact]
    public async Task Threads_share_it()
    {
        var limit = new RateLimit(1_000, _clock);
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 4)
                .Select(_ => Task.Run(() => Take(limit, 10_000), TestContext.Current.CancellationToken)));
        Assert.Equal(1_000, taken.Sum());
    }

    private static int Take(RateLimit limit, int times) => Enumerable.Range(0, times).Count(_ => limit.TryAcquire());
}

using System.Net;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.FailureDemos;

/// <summary>A test controls how long a refresh takes: the refresh reads `orders`, which the test locks.</summary>
public sealed class PlainRefreshTests(Cluster cluster) : IAsyncLifetime
{
    private const string Act = "plain-refresh";

    // Copies of one database have the same object ids.
    private const string OfTheView =
        "relation = 'dashboard'::regclass "
        + "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private FailureDemoApp _app = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await FailureDemoApp.StartAsync(cluster);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Readers_wait_for_the_refresh_and_no_longer_after_it_is_undone()
    {
        Task<HttpResponseMessage> reader;
        await using (await HoldOrdersAsync())
        {
            Assert.True((await _app.StartDemoAsync(Act)).Running);
            await Eventually.TrueAsync(
                async () => await RefreshLocksAsync("AccessExclusiveLock") == 1, "the refresh locks the view", Cancel);

            reader = _app.Client.GetAsync("/good/dashboard", Cancel);
            await Eventually.TrueAsync(
                async () => await WaitingReadersAsync() == 1, "the reader waits for the refresh", Cancel);
            Assert.False(reader.IsCompleted);
        }

        Assert.Equal(HttpStatusCode.OK, (await reader).StatusCode);
        Assert.False((await _app.StopDemoAsync(Act)).Running);
        await _app.GoneAsync(Act);

        await using (await HoldOrdersAsync())
        {
            var refresh = _app.Client.PostAsync("/demo/dashboard/refresh", null, Cancel);
            await Eventually.TrueAsync(
                async () => await RefreshLocksAsync("ExclusiveLock") == 1, "the usual refresh is at it", Cancel);
            Assert.Equal(HttpStatusCode.OK, (await _app.Client.GetAsync("/good/dashboard", Cancel)).StatusCode);
            Assert.False(refresh.IsCompleted);
        }
    }

    [Fact]
    public async Task It_is_undone_in_the_middle_of_a_refresh()
    {
        await using (await HoldOrdersAsync())
        {
            await _app.StartDemoAsync(Act);
            await Eventually.TrueAsync(
                async () => await RefreshLocksAsync("AccessExclusiveLock") == 1, "the refresh locks the view", Cancel);

            await _app.StopDemoAsync(Act);

            // A cancelled session keeps its locks until it notices the cancellation.
            await Eventually.TrueAsync(
                async () => await RefreshLocksAsync("AccessExclusiveLock") == 0, "the view is free", Cancel);
            Assert.Equal(HttpStatusCode.OK, (await _app.Client.GetAsync("/good/dashboard", Cancel)).StatusCode);
        }
    }

    [Fact]
    public async Task It_refreshes_again_and_again()
    {
        var before = await AsOfAsync();
        await _app.StartDemoAsync(Act);
        await Eventually.TrueAsync(async () => await AsOfAsync() > before, "a first refresh", Cancel);
        var first = await AsOfAsync();
        await Eventually.TrueAsync(async () => await AsOfAsync() > first, "a second one", Cancel);
        await _app.StopDemoAsync(Act);
    }

    private Task<DateTime> AsOfAsync() => _app.ScalarAsync<DateTime>("SELECT as_of FROM dashboard");

    private Task<HeldTransaction> HoldOrdersAsync()
        => HeldTransaction.AfterAsync(_app.App.ConnectionString, "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE", Cancel);

    private Task<long> RefreshLocksAsync(string mode) => _app.ScalarAsync<long>(
        $"SELECT count(*) FROM pg_locks WHERE {OfTheView} AND mode = '{mode}' AND granted");

    private Task<long> WaitingReadersAsync() => _app.ScalarAsync<long>(
        $"""
        SELECT count(*)
        FROM pg_locks wanted
        JOIN pg_stat_activity reader ON reader.pid = wanted.pid AND reader.application_name = 'PyConDemo'
        JOIN pg_stat_activity act
            ON act.application_name = 'PyConDemo act {Act}' AND act.pid = ANY (pg_blocking_pids(reader.pid))
        WHERE {OfTheView} AND wanted.mode = 'AccessShareLock' AND NOT wanted.granted
        """);
}

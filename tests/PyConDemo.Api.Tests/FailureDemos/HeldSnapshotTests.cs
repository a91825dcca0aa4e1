using System.Net.Http.Json;
using PyConDemo.Api.QueryPlans;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.FailureDemos;

public sealed class HeldSnapshotTests(Cluster cluster) : IAsyncLifetime
{
    private const string Act = "held-snapshot";
    private const int Done = 2_000;

    private FailureDemoApp _app = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await FailureDemoApp.StartAsync(cluster);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task VACUUM_may_not_remove_what_the_claims_leave_until_it_is_undone()
    {
        await ResetAsync();
        await _app.StartDemoAsync(Act);
        Assert.Equal(1, await _app.ScalarAsync<long>(
            $"""
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'PyConDemo act {Act}'
                AND state = 'idle in transaction' AND backend_xmin IS NOT NULL
            """));

        await ChurnAsync();
        await _app.ExecuteAsync("VACUUM jobs");

        // Each job was pending and is done, so there is one old version of it.
        Assert.InRange(await DeadAsync(), Done, long.MaxValue);
        var sick = await BuffersToFindTheBatchAsync();

        Assert.False((await _app.StopDemoAsync(Act)).Running);

        await _app.GoneAsync(Act);
        await Eventually.TrueAsync(async () => // another short transaction may be open at this moment
        {
            await _app.ExecuteAsync("VACUUM jobs");
            return await DeadAsync() == 0;
        }, "the dead rows are gone", Cancel);
        var healthy = await BuffersToFindTheBatchAsync();
        Assert.True(
            sick > 2 * healthy,
            $"With the snapshot held, a claim touched {sick} buffers to find its batch; without it {healthy}.");
    }

    [Fact]
    public async Task Without_it_the_same_work_leaves_nothing_behind()
    {
        await ResetAsync();
        await ChurnAsync();
        await Eventually.TrueAsync(async () =>
        {
            await _app.ExecuteAsync("VACUUM jobs");
            return await DeadAsync() == 0;
        }, "the dead rows are gone", Cancel);
    }

    [Fact]
    public async Task The_queue_can_be_reset_meanwhile()
    {
        await _app.StartDemoAsync(Act);
        await ResetAsync();
        Assert.True((await _app.StateAsync(Act)).Running);
    }

    private async Task ResetAsync()
        => (await _app.Client.PostAsync($"/demo/jobs/reset?pending={2 * Done}", null, Cancel))
            .EnsureSuccessStatusCode();

    private async Task ChurnAsync()
    {
        for (var claim = 0; claim < Done / 100; claim++)
        {
            (await _app.Client.PostAsync("/good/jobs/claim?batch=100", null, Cancel)).EnsureSuccessStatusCode();
        }
    }

    private Task<long> DeadAsync()
        => _app.ScalarAsync<long>("SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'jobs'");

    /// <summary>The buffers of the scan of the index of pending jobs, in the good lane's claim.</summary>
    private async Task<long> BuffersToFindTheBatchAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/good/jobs/claim?batch=50");
        request.Headers.Add("Checklist", "on");
        using var answer = await _app.Client.SendAsync(request, Cancel);
        var id = Assert.Single(answer.Headers.GetValues("Checklist-Request"));
        var plans = await _app.Client.GetFromJsonAsync<RequestPlans>($"/demo/requests/{id}/plans", Cancel);
        return plans!.Plans.SelectMany(plan => plan.Root!.All())
            .Single(node => node.Details.Contains("Index Name: jobs_pending")).Buffers;
    }
}

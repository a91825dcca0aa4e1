using System.Net.Http.Json;
using PyConDemo.Api.AntiPatterns.LongRequests;
using PyConDemo.Api.Data.Seeding;

namespace PyConDemo.Api.Tests.AntiPatterns.LongRequests;

/// <summary>
/// What a dead process can leave in Hangfire's tables is found, whatever times stand there. Without the rescuer, each of
/// these reports would wait for an hour or for ever.
/// </summary>
public sealed class ReportRescuerTests(Cluster cluster) : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private TestDatabase _database = null!;
    private ReportApp _app = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await cluster.CopyAsync(DemoScale.Small);
        _app = await ReportApp.StartAsync(_database, _folder, ("Reports:TakeOverSeconds", "5"), ("Reports:Workers", "1"));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public Task A_lock_from_the_future() => BreakAndFinishAsync("""
        INSERT INTO hangfire.lock (resource, acquired)
        SELECT 'hangfire:job:' || id || ':state-lock', now() + interval '1 h' FROM hangfire.job WHERE statename = 'Enqueued'
        """);

    [Fact]
    public Task A_lock_of_now() => BreakAndFinishAsync("""
        INSERT INTO hangfire.lock (resource, acquired)
        SELECT 'hangfire:job:' || id || ':state-lock', now() FROM hangfire.job WHERE statename = 'Enqueued'
        """);

    [Fact]
    public Task A_job_that_was_fetched_in_the_future()
        => BreakAndFinishAsync("UPDATE hangfire.jobqueue SET fetchedat = now() + interval '1 h' WHERE fetchedat IS NULL");

    [Fact]
    public Task A_retry_that_is_due_in_an_hour() => BreakAndFinishAsync("""
        INSERT INTO hangfire.set (key, value, score)
        SELECT 'schedule', jobid, extract(epoch FROM now() + interval '1 h')
        FROM hangfire.jobqueue WHERE fetchedat IS NULL;
        UPDATE hangfire.job SET statename = 'Scheduled' WHERE statename = 'Enqueued';
        DELETE FROM hangfire.jobqueue WHERE fetchedat IS NULL
        """);

    [Fact]
    public Task A_report_without_a_job() => BreakAndFinishAsync("""
        UPDATE hangfire.job SET statename = 'Failed' WHERE statename = 'Enqueued';
        DELETE FROM hangfire.jobqueue WHERE fetchedat IS NULL
        """);

    [Fact]
    public async Task A_job_that_is_taken_over_comes_before_new_ones()
    {
        _app.Renderer.Hold();
        await AcceptAsync();
        await Eventually.TrueAsync(() => _app.Renderer.Begun == 1, "one report is being rendered", Cancel);
        var old = await AcceptAsync();
        await _database.ExecuteAsync("UPDATE hangfire.jobqueue SET fetchedat = now() WHERE fetchedat IS NULL");
        var fresh = await AcceptAsync();

        await Eventually.TrueAsync(
            async () => await _database.ScalarAsync<long>(
                "SELECT count(*) FROM hangfire.jobqueue WHERE fetchedat IS NULL") == 2,
            "the job of the dead worker is free", Cancel);
        _app.Renderer.Release();

        await Eventually.TrueAsync(async () => (await StateAsync(fresh)).State == "ready", "all are ready", Cancel);
        Assert.True((await StateAsync(old)).StartedAt < (await StateAsync(fresh)).StartedAt);
    }

    // The one worker holds a report, and another one waits behind it. The test breaks the one that waits.
    private async Task BreakAndFinishAsync(string sql)
    {
        _app.Renderer.Hold();
        await AcceptAsync();
        await Eventually.TrueAsync(() => _app.Renderer.Begun == 1, "one report is being rendered", Cancel);
        var waiting = await AcceptAsync();

        await _database.ExecuteAsync(sql);
        _app.Renderer.Release();

        await Eventually.TrueAsync(async () => (await StateAsync(waiting)).State == "ready", "the report is ready", Cancel);
        Assert.Equal(2, _app.Renderer.Done);
    }

    private async Task<string> AcceptAsync()
    {
        using var accepted = await _app.Client.PostAsJsonAsync("/good/reports", new { month = "2025-03" }, Cancel);
        return accepted.Headers.Location!.OriginalString;
    }

    private async Task<LongRequestsResult> StateAsync(string location)
    {
        using var answer = await _app.Client.GetAsync(location, Cancel);
        return (await answer.Content.ReadFromJsonAsync<LongRequestsResult>(Cancel))!;
    }
}

using System.Net;
using System.Net.Http.Json;
using PyConDemo.Api.AntiPatterns.LongRequests;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Diagnostics;
using PyConDemo.Api.FailureDemos;
using PyConDemo.Api.Tests.AntiPatterns.LongRequests;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Diagnostics;

public sealed class DemoResetTests(Cluster cluster) : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private TestDatabase _database = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await cluster.CopyAsync(DemoScale.Small);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task All_is_as_it_was_after_seeding()
    {
        await using var app = await ReportApp.StartAsync(_database, _folder);
        var jobs = await JobsAsync();
        var report = await OrderAsync(app, "good", "2025-03");
        await OrderAsync(app, "bad", "2025-04");
        await Eventually.TrueAsync(
            async () => HttpStatusCode.SeeOther
                == (await app.Client.GetAsync($"/good/reports/{report}", Cancel)).StatusCode,
            "ready", Cancel);
        (await app.Client.PostAsync("/good/jobs/claim?batch=50", null, Cancel)).EnsureSuccessStatusCode();
        (await app.Client.PostAsync("/demo/acts/held-snapshot", null, Cancel)).EnsureSuccessStatusCode();

        var answer = await ResetAsync(app);

        Assert.Equal(
            new DemoResetResponse(Reports: 2, Objects: 2, HangfireJobs: 1, Jobs: await CountAsync("jobs")), answer);
        Assert.Equal(
            0, await CountAsync("reports") + await CountAsync("hangfire.job") + await CountAsync("hangfire.jobqueue"));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "reports"), "*", SearchOption.AllDirectories));
        Assert.Equal(jobs, await JobsAsync());
        var acts = await app.Client.GetFromJsonAsync<List<FailureDemoState>>("/demo/acts", Cancel);
        Assert.DoesNotContain(acts!, act => act.Running);

        Assert.Equal(new DemoResetResponse(0, 0, 0, answer.Jobs), await ResetAsync(app));
        await OrderAsync(app, "good", "2025-03"); // and the API still works
    }

    [Fact]
    public async Task What_waits_is_dropped_and_what_is_rendered_is_waited_for()
    {
        await using var app = await ReportApp.StartAsync(_database, _folder, ("Reports:Workers", "1"));
        app.Renderer.Hold();
        for (var i = 1; i <= 3; i++)
        {
            await OrderAsync(app, "good", $"2025-0{i}");
        }

        await Eventually.TrueAsync(() => Task.FromResult(app.Renderer.Begun == 1), "one is being rendered", Cancel);
        var reset = ResetAsync(app);
        await Eventually.TrueAsync(async () => await CountAsync("reports") == 1, "those that wait are dropped", Cancel);
        Assert.False(reset.IsCompleted);
        app.Renderer.Release();

        Assert.Equal(
            (1, 1, 3), (await reset) is var answer ? (answer.Reports, answer.Objects, answer.HangfireJobs) : default);
        Assert.Equal(0, await CountAsync("reports") + await CountAsync("hangfire.job"));
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "reports"), "*", SearchOption.AllDirectories));
        Assert.Equal(1, app.Renderer.Begun);
    }

    private static async Task<DemoResetResponse> ResetAsync(ReportApp app)
    {
        using var answer = await app.Client.PostAsync("/demo/reset", null, Cancel);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<DemoResetResponse>(Cancel))!;
    }

    private static async Task<long> OrderAsync(ReportApp app, string lane, string month)
    {
        using var answer = await app.Client.PostAsJsonAsync($"/{lane}/reports", new { month }, Cancel);
        answer.EnsureSuccessStatusCode();
        return lane == "bad" ? 0 : (await answer.Content.ReadFromJsonAsync<LongRequestsResult>(Cancel))!.Id;
    }

    private Task<long> CountAsync(string table) => _database.ScalarAsync<long>($"SELECT count(*) FROM {table}");

    private Task<string> JobsAsync()
        => _database.ScalarAsync<string>("SELECT md5(string_agg(jobs::text, ',' ORDER BY id)) FROM jobs");
}

using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Transactions;
using Microsoft.Extensions.DependencyInjection;
using PyConDemo.Api.AntiPatterns.LongRequests;
using PyConDemo.Api.AntiPatterns.LongRequests.Support;
using PyConDemo.Api.Data;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Diagnostics;
using PyConDemo.Api.Storage;
using PyConDemo.Api.Tests.AntiPatterns.LongRequests;
using UglyToad.PdfPig;

namespace PyConDemo.Api.Tests.AntiPatterns;

public sealed class LongRequestsTests(Cluster cluster, ITestOutputHelper output) : IAsyncLifetime
{
    private const string March = """{"month":"2025-03"}""";

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
    public async Task Both_lanes_give_the_same_PDF_byte_for_byte()
    {
        await using var app = await StartAsync();

        using var answer = await PostAsync(app, "/bad/reports");
        var bad = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var good = await app.Client.GetByteArrayAsync($"{await AcceptAsync(app)}/pdf", Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(bad, good);
        using var pdf = PdfDocument.Open(good);
        Assert.Contains("March", pdf.GetPage(1).Text, StringComparison.Ordinal);
        Assert.InRange(pdf.NumberOfPages, 28, 32);
    }

    [Fact]
    public async Task Bad_answers_after_its_report_was_rendered_and_Good_before()
    {
        await using var app = await StartAsync();
        app.Renderer.Hold();

        using var accepted = await PostAsync(app, "/good/reports");
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal(0, app.Renderer.Done);

        var bad = PostAsync(app, "/bad/reports");
        await UntilAsync(() => app.Renderer.Begun == 2, "both are being rendered");
        Assert.False(bad.IsCompleted);
        app.Renderer.Release();
        using var answer = await bad;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.InRange(app.Renderer.Done, 1, 2);
        await FinishedAsync(app, accepted.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_202_leads_to_the_status_and_the_status_to_the_PDF()
    {
        await using var app = await StartAsync(("Reports:Workers", "1"));
        app.Renderer.Hold();

        var locations = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var accepted = await PostAsync(app, "/good/reports");
            Assert.Equal(TimeSpan.FromSeconds(1), accepted.Headers.RetryAfter?.Delta);
            var body = await accepted.Content.ReadFromJsonAsync<LongRequestsResult>(Cancel);
            Assert.Equal($"/good/reports/{body!.Id}", accepted.Headers.Location!.OriginalString);
            // The first report is already running.
            Assert.Equal(("2025-03", "queued", Math.Max(1, i)), (body.Month, body.State, body.Position));
            locations.Add(accepted.Headers.Location.OriginalString);
            if (i == 0)
            {
                await UntilAsync(() => app.Renderer.Begun == 1, "the first is being rendered");
            }
        }

        var (running, next, last) = (
            await StatusAsync(app, locations[0]),
            await StatusAsync(app, locations[1]),
            await StatusAsync(app, locations[2]));
        Assert.Equal(("running", null, 1), (running.State, running.Position, running.Attempts));
        Assert.True(running.StartedAt >= running.AcceptedAt);
        Assert.Equal(("queued", 1), (next.State, next.Position));
        Assert.Equal(("queued", 2), (last.State, last.Position));
        await BacklogIsAsync(app, 3);
        using (var early = await app.Client.GetAsync($"{locations[0]}/pdf", Cancel))
        {
            Assert.Equal(HttpStatusCode.NotFound, early.StatusCode);
        }

        app.Renderer.Release();
        var done = await FinishedAsync(app, locations[2]);
        Assert.Equal("ready", done.State);
        Assert.True(done.FinishedAt >= done.StartedAt);
        await BacklogIsAsync(app, 0);

        using var ready = await app.Client.GetAsync(locations[2], Cancel);
        Assert.Equal(HttpStatusCode.SeeOther, ready.StatusCode);
        using var pdf = await app.Client.GetAsync(ready.Headers.Location!.OriginalString, Cancel);
        Assert.Equal("application/pdf", pdf.Content.Headers.ContentType?.MediaType);
        Assert.False(pdf.Headers.ETag!.IsWeak);

        using var again = new HttpRequestMessage(HttpMethod.Get, ready.Headers.Location.OriginalString);
        again.Headers.IfNoneMatch.Add(pdf.Headers.ETag);
        using var unchanged = await app.Client.SendAsync(again, Cancel);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Empty(await unchanged.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_row_and_its_job_are_both_there_or_neither(bool commit)
    {
        await using var app = await StartAsync();
        app.Renderer.Hold();
        await using var services = app.Services.CreateAsyncScope();
        var report = new Report { Month = new(2025, 3, 1), AcceptedAt = DateTime.UtcNow };

        using (var scope = new TransactionScope(
            TransactionScopeOption.Required,
            new TransactionOptions { IsolationLevel = IsolationLevel.ReadCommitted },
            TransactionScopeAsyncFlowOption.Enabled))
        {
            var backlog = services.ServiceProvider.GetRequiredService<ReportBacklog>();
            Assert.Equal(
                1,
                await backlog.TryEnqueueAsync(services.ServiceProvider.GetRequiredService<DemoDb>(), report, Cancel));
            if (commit) scope.Complete();
        }

        Assert.Equal(commit ? (1, 1) : (0, 0), await RowsAndJobsAsync());
        app.Renderer.Release();
    }

    [Fact]
    public async Task A_full_queue_answers_503_and_takes_reports_again_when_there_is_room()
    {
        await using var app = await StartAsync(("Reports:MaxQueued", "3"));
        app.Renderer.Hold();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => PostAsync(app, "/good/reports")));

        var accepted = answers.Where(answer => answer.StatusCode == HttpStatusCode.Accepted).ToList();
        var refused = answers.Except(accepted).ToList();
        Assert.Equal(3, accepted.Count);
        Assert.All(refused, answer =>
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
        });
        Assert.Equal((3, 3), await RowsAndJobsAsync());

        app.Renderer.Release();
        foreach (var answer in accepted)
        {
            Assert.Equal("ready", (await FinishedAsync(app, answer.Headers.Location!.OriginalString)).State);
        }

        await AcceptAsync(app);
    }

    [Fact]
    public async Task A_report_that_fails_once_is_tried_again()
    {
        await using var app = await StartAsync(("Reports:RetrySeconds", "0"));
        app.Renderer.Fail(1);

        using var accepted = await PostAsync(app, "/good/reports");
        var done = await FinishedAsync(app, accepted.Headers.Location!.OriginalString);

        Assert.Equal(("ready", 2, null), (done.State, done.Attempts, done.Reason));
    }

    [Fact]
    public async Task A_report_that_fails_every_time_ends_as_failed_and_says_why()
    {
        await using var app = await StartAsync(("Reports:RetrySeconds", "0"), ("Reports:Retries", "2"));
        app.Renderer.Fail(int.MaxValue);

        using var accepted = await PostAsync(app, "/good/reports");
        var done = await FinishedAsync(app, accepted.Headers.Location!.OriginalString);

        Assert.Equal(("failed", 3, "The report could not be rendered."), (done.State, done.Attempts, done.Reason));
        Assert.NotNull(done.FinishedAt);
        Assert.Equal(3, app.Renderer.Begun);
        await BacklogIsAsync(app, 0);
        using var status = await app.Client.GetAsync(accepted.Headers.Location.OriginalString, Cancel);
        Assert.Null(status.Headers.RetryAfter);
    }

    [Fact]
    public async Task It_stops_promptly_in_the_middle_of_a_report_and_the_next_start_makes_it()
    {
        string location;
        var watch = new Stopwatch();
        var stopped = await StartAsync();
        try
        {
            stopped.Renderer.Hold();
            using var accepted = await PostAsync(stopped, "/good/reports");
            location = accepted.Headers.Location!.OriginalString;
            await UntilAsync(() => stopped.Renderer.Begun == 1, "it is being rendered");
        }
        finally
        {
            watch.Start();
            await stopped.DisposeAsync();
            stopped.Renderer.Release();
        }

        output.WriteLine($"It stopped after {watch.Elapsed.TotalSeconds:F2} s; the target is 3 s.");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5 * 3);

        await using var next = await StartAsync();
        var done = await FinishedAsync(next, location);
        Assert.Equal(("ready", 2), (done.State, done.Attempts));
    }

    [Fact]
    public async Task A_report_made_twice_has_the_same_key_and_one_object()
    {
        await using var app = await StartAsync();
        var generator = app.Services.GetRequiredService<ReportGenerator>();
        var (one, two) = (new Report { Month = new(2025, 3, 1) }, new Report { Month = new(2025, 3, 1) });

        await generator.GenerateAsync(one, Cancel);
        await generator.GenerateAsync(two, Cancel);

        Assert.Equal(one.PdfKey, two.PdfKey);
        Assert.Equal(1, await CountPdfsAsync(app));
    }

    [Fact]
    public async Task A_database_that_goes_away_and_returns_costs_no_report()
    {
        await using var app = await StartAsync();
        app.Renderer.Hold();
        using var before = await PostAsync(app, "/good/reports");
        await UntilAsync(() => app.Renderer.Begun == 1, "it is being rendered");

        await using (var server = Npgsql.NpgsqlDataSource.Create(cluster.ConnectionString))
        {
            await server.ExecuteAsync($"ALTER DATABASE \"{_database.Name}\" ALLOW_CONNECTIONS false", Cancel);
            await server.ExecuteAsync(
                $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_database.Name}'", Cancel);
            app.Renderer.Release();
            await UntilAsync(() => app.Renderer.Done == 1, "it is rendered, with nowhere to note it");
            await server.ExecuteAsync($"ALTER DATABASE \"{_database.Name}\" ALLOW_CONNECTIONS true", Cancel);
        }

        Assert.Equal("ready", (await FinishedAsync(app, before.Headers.Location!.OriginalString)).State);
        await AcceptAsync(app);
    }

    [Fact]
    public async Task Thirty_two_posts_right_after_the_start_let_a_bystander_request_pass()
    {
        await using var app = await StartAsync();
        var posts = Task.WhenAll(Enumerable.Range(0, 32).Select(_ => PostAsync(app, "/good/reports")));

        var (worst, asked) = (TimeSpan.Zero, 0);
        while (!posts.IsCompleted || asked < 2)
        {
            foreach (var path in new[] { "/ping", "/bystander" })
            {
                var watch = Stopwatch.StartNew();
                (await app.Client.GetAsync(path, Cancel)).EnsureSuccessStatusCode();
                worst = watch.Elapsed > worst ? watch.Elapsed : worst;
                asked++;
            }
        }

        Assert.All(await posts, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        output.WriteLine(
            $"Of {asked} bystander requests the slowest took {worst.TotalMilliseconds:F0} ms; the target is 1,000 ms.");
        Assert.InRange(worst.TotalSeconds, 0, 5 * 1);
    }

    [Fact]
    public async Task A_reset_drops_reports_jobs_and_PDFs()
    {
        await using var app = await StartAsync(("Reports:Workers", "1"));
        await AcceptAsync(app);
        app.Renderer.Hold();
        for (var i = 0; i < 3; i++)
        {
            (await PostAsync(app, "/good/reports")).Dispose();
        }

        await UntilAsync(() => app.Renderer.Begun == 2, "one more is being rendered");
        using var reset = await app.Client.PostAsync("/demo/reports/reset", null, Cancel);

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal((0, 0), await RowsAndJobsAsync());
        Assert.Equal(0, await CountPdfsAsync(app));
        app.Renderer.Release();
        await AcceptAsync(app);
    }

    [Fact]
    public async Task A_new_seed_leaves_Hangfires_tables_alone_and_its_leftover_jobs_do_no_harm()
    {
        await using (var app = await StartAsync())
        {
            await AcceptAsync(app);
        }

        await _database.ExecuteAsync("UPDATE demo_seed SET version = 'older'");
        await _database.SeedAsync(DemoScale.Small, owned: true);

        Assert.Equal((0, 1), await RowsAndJobsAsync());
        await using var next = await StartAsync();
        await AcceptAsync(next);
    }

    [Fact]
    public async Task The_dashboard_answers_this_machine_only()
    {
        await using var app = await StartAsync();
        await AcceptAsync(app);

        Assert.Contains("Hangfire", await app.Client.GetStringAsync("/hangfire", Cancel), StringComparison.Ordinal);
        using var afar = new HttpRequestMessage(HttpMethod.Get, "/hangfire");
        afar.Headers.Add("From-Afar", "yes");
        using var refused = await app.Client.SendAsync(afar, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Bad_input_gets_400_that_says_what_is_wrong_and_enqueues_nothing()
    {
        await using var app = await StartAsync();
        string[] bodies =
        [
            "", "{", "{}", """{"month":null}""", """{"month":""}""",
            """{"month":"2025-13"}""", """{"month":"2025-3"}""", """{"month":"03/2025"}""",
            """{"month":"2999-01"}""", """{"month":"1999-01"}""", """{"month":202503}""",
        ];

        var requests = bodies.SelectMany(body => new[] { ("/bad/reports", body), ("/good/reports", body) });
        foreach (var (lane, body) in requests)
        {
            using var answer = await PostAsync(app, lane, body);
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{lane} {body}: {answer.StatusCode}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        using var noNumber = await app.Client.GetAsync("/good/reports/x", Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, noNumber.StatusCode);
        foreach (var path in new[] { "/good/reports/1", "/good/reports/1/pdf" })
        {
            using var unknown = await app.Client.GetAsync(path, Cancel);
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
            Assert.Equal("application/problem+json", unknown.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal(0, app.Renderer.Begun);
        Assert.Equal((0, 0), await RowsAndJobsAsync());
    }

    private Task<ReportApp> StartAsync(params (string Name, string Value)[] settings)
        => ReportApp.StartAsync(_database, _folder, settings);

    private static async Task<HttpResponseMessage> PostAsync(ReportApp app, string lane, string body = March)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await app.Client.PostAsync(lane, content, Cancel);
    }

    /// <summary>Posts a report, waits until it is ready, and returns its path.</summary>
    private static async Task<string> AcceptAsync(ReportApp app)
    {
        using var accepted = await PostAsync(app, "/good/reports");
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal("ready", (await FinishedAsync(app, accepted.Headers.Location!.OriginalString)).State);
        return accepted.Headers.Location!.OriginalString;
    }

    private static async Task<LongRequestsResult> StatusAsync(ReportApp app, string location)
    {
        using var answer = await app.Client.GetAsync(location, Cancel);
        return (await answer.Content.ReadFromJsonAsync<LongRequestsResult>(Cancel))!;
    }

    private static async Task<LongRequestsResult> FinishedAsync(ReportApp app, string location)
    {
        LongRequestsResult? done = null;
        try
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    using var answer = await app.Client.GetAsync(location, Cancel);
                    done = answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.SeeOther
                        ? await answer.Content.ReadFromJsonAsync<LongRequestsResult>(Cancel)
                        : null;
                    return done is { State: "ready" or "failed" };
                },
                $"{location} is finished",
                Cancel);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} It is {done?.State}; the queue is {await QueueAsync(app)}.", late);
        }

        return done!;
    }

    // What Hangfire knows, for the message of a test that waited in vain.
    private static async Task<object?> QueueAsync(ReportApp app)
    {
        await using var command = app.Services.GetRequiredService<Npgsql.NpgsqlDataSource>().CreateCommand(
            """
            SELECT json_build_object(
                'now', now(),
                'jobs', (SELECT json_agg(job) FROM (SELECT id, statename FROM hangfire.job) AS job),
                'states', (SELECT json_agg(state) FROM (SELECT jobid, name, reason, createdat FROM hangfire.state) AS state),
                'queue', (SELECT json_agg(queue) FROM hangfire.jobqueue AS queue),
                'locks', (SELECT json_agg(lock) FROM hangfire.lock AS lock),
                'servers', (SELECT json_agg(server) FROM hangfire.server AS server))::text
            """);
        return await command.ExecuteScalarAsync(Cancel);
    }

    // /vitals waits one second for a busy database, and then it answers null.
    private static Task BacklogIsAsync(ReportApp app, long count) => Eventually.TrueAsync(
        async () => (await app.Client.GetFromJsonAsync<ServerVitals>("/vitals", Cancel))!.Backlog == count,
        $"a backlog of {count}",
        Cancel);

    private static Task UntilAsync(Func<bool> condition, string what)
        => Eventually.TrueAsync(() => Task.FromResult(condition()), what, Cancel);

    private async Task<(long Rows, long Jobs)> RowsAndJobsAsync() => (
        await _database.ScalarAsync<long>("SELECT count(*) FROM reports"),
        await _database.ScalarAsync<long>("SELECT count(*) FROM hangfire.job"));

    private static async Task<int> CountPdfsAsync(ReportApp app)
    {
        var count = 0;
        await foreach (var _ in app.Services.GetRequiredService<IObjectStore>().ListAsync(ObjectKind.Reports, Cancel))
        {
            count++;
        }

        return count;
    }
}

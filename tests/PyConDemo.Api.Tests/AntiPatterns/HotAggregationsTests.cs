using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using PyConDemo.Api.AntiPatterns.HotAggregations;
using PyConDemo.Api.AntiPatterns.HotAggregations.Support;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Hosting;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.AntiPatterns;

public sealed class HotAggregationsTests(Cluster cluster) : IAsyncLifetime
{
    // There is no background refresh meanwhile. The tests of the refresh start their own program.
    private static readonly Action<IWebHostBuilder> Quiet = host => host.UseSetting("Dashboard:RefreshSeconds", "3600");

    private DemoApp _app = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await DemoApp.StartAsync(cluster, DemoScale.Small, Quiet);
        _client = _app.CreateClient();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Right_after_a_refresh_all_lanes_give_the_same_numbers()
    {
        await InsertOrdersAsync(_app, 7);
        var refreshed = await RefreshAsync(_client);

        var bad = await GetAsync("/bad/dashboard");
        var good = await GetAsync("/good/dashboard");
        var cached = await GetAsync("/good/dashboard/cached");

        Assert.Equal(10_007, good.Orders);
        Assert.Equal(2_000, good.Users);
        AssertSameNumbers(bad, good);
        AssertSameNumbers(good, cached);
        Assert.Equal(refreshed.AsOf, good.AsOf);
        Assert.Equal(good.AsOf, cached.AsOf);
    }

    [Fact]
    public async Task The_numbers_mean_what_they_say()
    {
        var bad = await GetAsync("/bad/dashboard");

        Assert.Equal(bad.Orders, bad.OrdersByStatus.Sum(row => row.Orders));
        Assert.Equal(
            ["delivered", "shipped", "paid", "cancelled", "pending", "refunded"],
            bad.OrdersByStatus.Select(row => row.Status));
        Assert.Equal(5, bad.TopCities.Count);
        Assert.Equal(bad.TopCities.OrderByDescending(city => city.Revenue), bad.TopCities);
        Assert.InRange(bad.RecentRevenue, 1, bad.Revenue / 10);
        Assert.Equal(bad.Revenue, await ScalarAsync<decimal>(_app,
            "SELECT sum(amount) FROM orders WHERE status NOT IN ('pending', 'cancelled', 'refunded')"));
    }

    [Fact]
    public async Task The_price_until_the_next_refresh_Good_does_not_know_of_new_orders()
    {
        await InsertOrdersAsync(_app, 1);

        Assert.Equal(10_001, (await GetAsync("/bad/dashboard")).Orders);
        Assert.Equal(10_000, (await GetAsync("/good/dashboard")).Orders);
        await RefreshAsync(_client);
        Assert.Equal(10_001, (await GetAsync("/good/dashboard")).Orders);
    }

    [Theory]
    [InlineData("/bad/dashboard")]
    [InlineData("/good/dashboard")]
    [InlineData("/good/dashboard/cached")]
    public async Task Age_says_in_whole_seconds_how_old_asOf_is(string path)
    {
        var before = DateTime.UtcNow;
        using var response = await _client.GetAsync(path, Cancel);
        var after = DateTime.UtcNow;
        var dashboard = await response.Content.ReadFromJsonAsync<HotAggregationsResult>(Cancel);

        var age = response.Headers.Age!.Value;
        Assert.Equal(0, age.Milliseconds);
        Assert.InRange(age, before - dashboard!.AsOf - TimeSpan.FromSeconds(1), after - dashboard.AsOf);
        Assert.Equal(DateTimeKind.Utc, dashboard.AsOf.Kind);
    }

    [Fact]
    public async Task Bad_reads_every_order_and_Good_one_row()
    {
        await GetAsync("/bad/dashboard");
        var bad = await PlansAsync();
        _app.Sent.Clear();
        await GetAsync("/good/dashboard");
        var good = Assert.Single(await PlansAsync());

        Assert.Equal(7, bad.Count);
        Assert.True(
            bad.Count(plan => plan.MostRows >= 7_000) >= 4, string.Join(", ", bad.Select(plan => plan.MostRows)));
        Assert.Equal(1, good.MostRows);
        Assert.True(bad.Sum(plan => plan.Buffers) > 100 * good.Buffers,
            $"bad {bad.Sum(plan => plan.Buffers)}, good {good.Buffers} buffers");
    }

    [Fact]
    public async Task Readers_go_on_during_a_concurrent_refresh()
    {
        var before = await GetAsync("/good/dashboard");
        await using (var refresh = await HeldTransaction.AfterAsync(
            _app.ConnectionString, "REFRESH MATERIALIZED VIEW CONCURRENTLY dashboard", Cancel))
        {
            // It must answer now, because this transaction ends only after the response.
            var during = await GetAsync("/good/dashboard");
            Assert.Equal(before.AsOf, during.AsOf);
            Assert.Equal(0, await refresh.WaitersAsync(Cancel));
        }
    }

    [Fact]
    public async Task The_program_refreshes_beside_a_reader_that_takes_its_time()
    {
        await using var reader = await HeldTransaction.AfterAsync(
            _app.ConnectionString, "SELECT * FROM dashboard", Cancel);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(TimeSpan.FromMinutes(2)); // a plain refresh would wait without end

        await _app.Services.GetRequiredService<DashboardRefresher>().RefreshNowAsync(deadline.Token);
    }

    [Fact]
    public async Task A_plain_refresh_would_lock_readers_out()
    {
        Task<HotAggregationsResult> reader;
        await using (var refresh = await HeldTransaction.AfterAsync(
            _app.ConnectionString, "REFRESH MATERIALIZED VIEW dashboard", Cancel))
        {
            reader = GetAsync("/good/dashboard");
            await Eventually.TrueAsync(
                async () => await refresh.WaitersAsync(Cancel) == 1, "a reader that waits", Cancel);
            Assert.False(reader.IsCompleted);

            var refused = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync<long>(_app,
                "SET lock_timeout = '10 ms'; SELECT count(*) FROM dashboard"));
            Assert.Equal(PostgresErrorCodes.LockNotAvailable, refused.SqlState);
        }

        Assert.Equal(10_000, (await reader).Orders);
    }

    [Fact]
    public async Task Counting_does_not_lock_writers_out()
    {
        await using var count = await HeldTransaction.AfterAsync(
            _app.ConnectionString, "SELECT count(*) FROM orders", Cancel);
        await InsertOrdersAsync(_app, 1);
        Assert.Equal(10_001, (await GetAsync("/bad/dashboard")).Orders);
    }

    [Fact]
    public async Task Sixty_four_requests_on_a_cold_cache_cost_one_query()
    {
        using var commands = new NpgsqlCommands(_app.ConnectionString);
        using var requests = new RequestCounter(_app);
        Task<HotAggregationsResult>[] answers;
        // No request gets a response before all have been sent.
        await using (var refresh = await HeldTransaction.AfterAsync(
            _app.ConnectionString, "REFRESH MATERIALIZED VIEW dashboard", Cancel))
        {
            answers = [.. Enumerable.Range(0, 64).Select(_ => GetAsync("/good/dashboard/cached"))];
            await requests.BegunAsync(64, Cancel);
            await Eventually.TrueAsync(
                async () => await refresh.WaitersAsync(Cancel) == 1, "one query that waits", Cancel);
        }

        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(10_000, answer.Orders));
        Assert.Single(commands.All, sql => sql.Contains("FROM dashboard", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_began_the_query_may_leave_the_others_get_their_answer()
    {
        using var requests = new RequestCounter(_app);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task<HotAggregationsResult> second;
        await using (var refresh = await HeldTransaction.AfterAsync(
            _app.ConnectionString, "REFRESH MATERIALIZED VIEW dashboard", Cancel))
        {
            var first = _client.GetAsync("/good/dashboard/cached", impatient.Token);
            await Eventually.TrueAsync(
                async () => await refresh.WaitersAsync(Cancel) == 1, "one query that waits", Cancel);
            second = GetAsync("/good/dashboard/cached");
            await requests.BegunAsync(2, Cancel);

            await impatient.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            await requests.EndedAsync(1, Cancel);
        }

        Assert.Equal(10_000, (await second).Orders);
    }

    [Fact]
    public async Task Never_two_refreshes_at_once_not_even_from_two_processes()
    {
        // A second data source has its own sessions, so PostgreSQL sees another process.
        await using var other = NpgsqlDataSource.Create(_app.ConnectionString);
        var ours = _app.Services.GetRequiredService<DashboardRefresher>();
        var theirs = new DashboardRefresher(other, new DashboardSettings { RefreshSeconds = 1 });
        Task<DateTime> first, third;
        await using (var hold = await HeldTransaction.AfterAsync(
            _app.ConnectionString, "REFRESH MATERIALIZED VIEW CONCURRENTLY dashboard", Cancel))
        {
            first = ours.RefreshNowAsync(Cancel);
            await Eventually.TrueAsync(async () => await hold.WaitersAsync(Cancel) == 1, "a refresh under way", Cancel);

            Assert.False(await theirs.RefreshIfDueAsync(Cancel)); // a refresh is running, so this one is skipped

            third = theirs.RefreshNowAsync(Cancel);
            await Eventually.TrueAsync(async () => await ScalarAsync<long>(_app,
                """
                SELECT count(*) FROM pg_locks
                WHERE locktype = 'advisory' AND classid = 778469 AND objid = 3 AND NOT granted
                """) == 1,
                "one that waits for the lock", Cancel);
            Assert.Equal(1, await hold.WaitersAsync(Cancel));
        }

        Assert.True(await third > await first);
    }

    [Fact]
    public async Task Of_many_that_find_a_refresh_due_one_does_it()
    {
        // The view is old until its first refresh, and new after it.
        await ExecuteAsync(_app, """
            DROP MATERIALIZED VIEW dashboard;
            CREATE TABLE clock AS SELECT timestamptz '2020-01-01' AS now;
            CREATE MATERIALIZED VIEW dashboard AS SELECT 1 AS id, now AS as_of FROM clock;
            CREATE UNIQUE INDEX ON dashboard (id);
            UPDATE clock SET now = clock_timestamp();
            """);
        await using var other = NpgsqlDataSource.Create(_app.ConnectionString);
        var settings = new DashboardSettings { RefreshSeconds = 3600 };
        var refreshers = Enumerable.Range(0, 8).Select(_ => new DashboardRefresher(other, settings));

        var done = await Task.WhenAll(refreshers.Select(refresher => refresher.RefreshIfDueAsync(Cancel)));

        Assert.Single(done, refreshed => refreshed);
    }

    [Fact]
    public async Task The_background_refresh_brings_new_orders_in_by_itself()
    {
        await using var app = await DemoApp.StartAsync(
            cluster, DemoScale.Small, host => host.UseSetting("Dashboard:RefreshSeconds", "1"));
        using var client = app.CreateClient();
        await InsertOrdersAsync(app, 3);

        await Eventually.TrueAsync(async () =>
            (await client.GetFromJsonAsync<HotAggregationsResult>("/good/dashboard", Cancel))!.Orders == 10_003,
            "10,003 orders", Cancel);
    }

    [Fact]
    public async Task A_failing_refresh_is_reported_readers_go_on_and_it_recovers()
    {
        await using var app = await DemoApp.StartAsync(
            cluster, DemoScale.Small, host => host.UseSetting("Dashboard:RefreshSeconds", "1"));
        using var client = app.CreateClient();

        await ExecuteAsync(app, "DROP INDEX dashboard_id"); // CONCURRENTLY needs it
        await Eventually.TrueAsync(async () => (await StatusAsync(client)).FailuresInARow >= 2, "two failures", Cancel);
        Assert.Contains("concurrently", (await StatusAsync(client)).LastError, StringComparison.Ordinal);
        Assert.Equal(10_000, (await client.GetFromJsonAsync<HotAggregationsResult>("/good/dashboard", Cancel))!.Orders);

        await ExecuteAsync(app, "CREATE UNIQUE INDEX dashboard_id ON dashboard (id)");
        await InsertOrdersAsync(app, 1);
        await Eventually.TrueAsync(
            async () => (await StatusAsync(client)) is { FailuresInARow: 0, LastError: null }, "recovery", Cancel);
        await Eventually.TrueAsync(async () =>
            (await client.GetFromJsonAsync<HotAggregationsResult>("/good/dashboard", Cancel))!.Orders == 10_001,
            "10,001 orders", Cancel);
    }

    [Fact]
    public async Task Lost_connections_do_not_end_the_background_refresh()
    {
        await using var app = await DemoApp.StartAsync(
            cluster, DemoScale.Small, host => host.UseSetting("Dashboard:RefreshSeconds", "1"));
        using var client = app.CreateClient();

        await ExecuteAsync(app, """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
            """);
        await InsertOrdersAsync(app, 2);

        await Eventually.TrueAsync(async () =>
            await ScalarAsync<long>(app, "SELECT orders FROM dashboard") == 10_002, "10,002 orders", Cancel);
    }

    [Theory]
    [InlineData("RefreshSeconds", "0")]
    [InlineData("RefreshSeconds", "3601")]
    [InlineData("RefreshSeconds", "ten")]
    [InlineData("RefreshSecond", "10")]
    public async Task A_bad_setting_is_refused_with_its_name(string name, string value)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration[$"Dashboard:{name}"] = value;

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            builder.AddHotAggregations();
            await using var app = builder.Build();
            app.ValidateSettings();
        });
        Assert.Contains($"Dashboard__{name}", refused.Message, StringComparison.Ordinal);
    }

    private static void AssertSameNumbers(HotAggregationsResult expected, HotAggregationsResult actual)
    {
        Assert.Equal(expected.OrdersByStatus, actual.OrdersByStatus);
        Assert.Equal(expected.TopCities, actual.TopCities);
        // Records compare lists by reference, so the lists are left out here. So is the time.
        Assert.Equal(
            expected with { AsOf = default, OrdersByStatus = [], TopCities = [] },
            actual with { AsOf = default, OrdersByStatus = [], TopCities = [] });
    }

    private static Task InsertOrdersAsync(DemoApp app, int count) => ExecuteAsync(app, $"""
        INSERT INTO orders (id, created_at, user_id, item_count, status, amount)
        SELECT 10000 + n, timestamptz '2025-11-08 18:00:00+01' + n * interval '1 hour', n, 1, 'paid', 1234.50 + n
        FROM generate_series(1, {count}) n
        """);

    private static async Task ExecuteAsync(DemoApp app, string sql)
    {
        await using var db = NpgsqlDataSource.Create(app.ConnectionString + ";Pooling=false");
        await db.ExecuteAsync(sql, Cancel);
    }

    private static async Task<T> ScalarAsync<T>(DemoApp app, string sql)
    {
        await using var db = NpgsqlDataSource.Create(app.ConnectionString + ";Pooling=false");
        return await db.ScalarAsync<T>(sql, Cancel);
    }

    private static async Task<RefreshResponse> RefreshAsync(HttpClient client)
    {
        using var response = await client.PostAsync("/demo/dashboard/refresh", content: null, Cancel);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<RefreshResponse>(Cancel))!;
    }

    private static async Task<RefreshStatus> StatusAsync(HttpClient client)
        => (await client.GetFromJsonAsync<RefreshStatus>("/demo/dashboard/refresh", Cancel))!;

    private async Task<HotAggregationsResult> GetAsync(string path)
        => (await _client.GetFromJsonAsync<HotAggregationsResult>(path, Cancel))!;

    private async Task<List<Plan>> PlansAsync()
    {
        var plans = new List<Plan>();
        foreach (var command in _app.Sent.All)
        {
            plans.Add(await Plan.OfAsync(_app.ConnectionString, command, Cancel));
        }

        return plans;
    }
}

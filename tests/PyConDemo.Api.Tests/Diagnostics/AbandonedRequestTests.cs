using Npgsql;
using PyConDemo.Api.AntiPatterns;
using PyConDemo.Api.Data.Seeding;
using PyConDemo.Api.Tests.Support;

namespace PyConDemo.Api.Tests.Diagnostics;

/// <summary>When a client goes away, its request stops working.</summary>
public sealed class AbandonedRequestTests(Cluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_query_of_every_lane_ends_when_its_client_goes_away()
    {
        await using var app = await DemoApp.StartAsync(cluster, DemoScale.Small);
        using var client = app.CreateClient();
        await using var observer = NpgsqlDataSource.Create(app.ConnectionString);

        foreach (var lane in AntiPatternCatalog.All.SelectMany(pattern => pattern.Ours()))
        {
            // Every table is locked, so that the lane's query waits until the test releases it.
            await using var holder = await observer.OpenConnectionAsync(Cancel);
            await using var locked = await holder.BeginTransactionAsync(Cancel);
            // The view comes first, in the order of the background refresh. Another order could deadlock with it.
            await holder.ExecuteAsync("""
                REFRESH MATERIALIZED VIEW dashboard;
                LOCK TABLE users, posts, orders, products, jobs, reports IN ACCESS EXCLUSIVE MODE;
                """, Cancel);

            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
            var answer = SendAsync(client, lane, patience.Token);
            await Eventually.TrueAsync(
                async () => await WaitingAsync(observer) > 0, $"{lane.Path} waits for a lock", Cancel);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);

            await Eventually.TrueAsync(
                async () => await WaitingAsync(observer) == 0, $"{lane.Path} has given up", Cancel);
        }
    }

    private static async Task SendAsync(HttpClient client, Lane lane, CancellationToken cancellationToken)
    {
        using var request = lane.ToRequest();
        (await client.SendAsync(request, cancellationToken)).Dispose();
    }

    // The program's background services wait too, and keep waiting. Their statements are left out by their text.
    private static Task<long> WaitingAsync(NpgsqlDataSource db) => db.ScalarAsync<long>("""
        SELECT count(*)
        FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
            AND query NOT LIKE 'REFRESH%'
            AND query NOT LIKE '%statement_timestamp()%'
            AND query NOT LIKE '%expired AS MATERIALIZED%'
        """, Cancel);
}

// Refused: stale
// It creates a materialized view and fills it once.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly SemaphoreSlim Gate = new(1);

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db,
        CancellationToken cancellationToken)
    {
        // IF NOT EXISTS doesn't keep two simultaneous requests from creating the view.
        await Gate.WaitAsync(cancellationToken);
        try
        {
            await db.Database.ExecuteSqlAsync(
                $"CREATE MATERIALIZED VIEW IF NOT EXISTS my_dashboard AS SELECT * FROM dashboard",
                cancellationToken);
        }
        finally
        {
            Gate.Release();
        }

        var view = await db.Dashboards
            .FromSql($"SELECT * FROM my_dashboard")
            .SingleAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, view.Users, view.Orders,
            view.Revenue, view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }
}

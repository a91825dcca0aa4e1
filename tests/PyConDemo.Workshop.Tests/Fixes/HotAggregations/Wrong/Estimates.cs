// Refused: same-answer, stale, as-of
// It sends the planner's estimate, which is as old as the last ANALYZE.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db,
        CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.SingleAsync(cancellationToken);

        var orders = await db.Database.SqlQuery<long>(
            $"""SELECT reltuples::bigint AS "Value" FROM pg_class WHERE relname = 'orders'""")
            .SingleAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, view.Users, orders,
            view.Revenue, view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }
}

// Refused: same-answer, stale, as-of
// The number of users is the planner's estimate, which new users don't change before an ANALYZE.
namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    /// <summary>The dashboard from the view, with the number of users that is known.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db, CancellationToken cancellationToken)
    {
        var users = await db.Database.SqlQuery<long>($"""
            SELECT reltuples::bigint AS "Value" FROM pg_class WHERE oid = 'users'::regclass
            """).SingleAsync(cancellationToken);
        var view = await db.Dashboards.SingleAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, users < 0 ? view.Users : users, view.Orders, view.Revenue,
            view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }
}

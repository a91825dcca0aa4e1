// Refused: as-of
// It sends old numbers with the current time.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.SingleAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            clock.GetUtcNow().UtcDateTime, view.Users, view.Orders,
            view.Revenue, view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }
}

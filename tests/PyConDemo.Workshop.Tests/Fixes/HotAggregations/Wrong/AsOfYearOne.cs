// Refused: as-of
// It sends the first day of the year 1 as the time of its numbers, which is never too late.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db,
        CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.SingleAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc), view.Users, view.Orders,
            view.Revenue, view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }
}

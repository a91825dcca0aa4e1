// Refused: live
// It reads the view, but counts all users again for each page view.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db,
        CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.SingleAsync(cancellationToken);

        var users = await db.Users.LongCountAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, users, view.Orders,
            view.Revenue, view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }
}

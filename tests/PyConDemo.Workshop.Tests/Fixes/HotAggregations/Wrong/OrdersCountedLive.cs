// Refused: live
// It reads the view, but counts all orders again for each page view.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db,
        CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.SingleAsync(cancellationToken);

        var orders = await db.Orders.LongCountAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, view.Users, orders,
            view.Revenue, view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }
}

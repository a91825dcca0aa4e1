// Refused: live
// It sends fewer commands, but reads as many rows.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db,
        CancellationToken cancellationToken)
    {
        var sums = await db.Orders.GroupBy(_ => 1).Select(orders => new
        {
            Users = db.Users.LongCount(),
            Orders = orders.LongCount(),
            Revenue = orders.Sum(order => Sold.Statuses.Contains(order.Status) ? order.Amount : 0),
        }).SingleAsync(cancellationToken);
        var view = await db.Dashboards.SingleAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, sums.Users, sums.Orders,
            sums.Revenue, view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }
}

// Refused: rows, live
// One number comes live from 30 days of orders, so each view reads more the more orders there are.
namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    /// <summary>The dashboard from the view, with the latest recent revenue.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db, CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.SingleAsync(cancellationToken);
        var newest = await db.Orders
            .OrderByDescending(order => order.CreatedAt)
            .Select(order => (DateTime?)order.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);
        var from = newest - TimeSpan.FromDays(30);
        var recentRevenue = await db.Orders
            .Where(order => order.CreatedAt > from && Sold.Statuses.Contains(order.Status))
            .SumAsync(order => order.Amount, cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, view.Users, view.Orders, view.Revenue, recentRevenue,
            view.OrdersByStatus, view.TopCities));
    }
}

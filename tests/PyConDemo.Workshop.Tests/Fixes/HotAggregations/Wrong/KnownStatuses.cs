// Refused: same-answer, as-of
// It lists the six statuses that it knows, so a seventh one in the orders is not shown.
namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly string[] Statuses =
        ["delivered", "shipped", "paid", "cancelled", "pending", "refunded"];

    /// <summary>The dashboard from the view, with the statuses that customers know.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db, CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.SingleAsync(cancellationToken);
        var counts = view.OrdersByStatus.ToDictionary(row => row.Status, row => row.Orders);
        var ordersByStatus = Statuses
            .Where(counts.ContainsKey)
            .Select(status => new StatusCount(status, counts[status]))
            .OrderByDescending(row => row.Orders).ThenBy(row => row.Status, StringComparer.Ordinal);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, view.Users, view.Orders, view.Revenue, view.RecentRevenue,
            [.. ordersByStatus], view.TopCities));
    }
}

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsGood
{
    /// <summary>The dashboard from a materialized view, refreshed in the background.</summary>
    /// <remarks>It reads one row, whatever the number of orders. `Age` says how old.</remarks>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db, CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.SingleAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, view.Users, view.Orders, view.Revenue, view.RecentRevenue,
            view.OrdersByStatus, view.TopCities));
    }
}

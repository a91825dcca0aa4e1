// Right
// It reads the view in SQL.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db,
        CancellationToken cancellationToken)
    {
        var view = await db.Dashboards
            .FromSql($"SELECT * FROM dashboard WHERE id = 1")
            .AsNoTracking()
            .SingleAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, view.Users, view.Orders,
            view.Revenue, view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }
}

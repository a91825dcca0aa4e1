// Refused: same-answer
// It leaves out the part that is expensive to count.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db,
        CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.SingleAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, view.Users, view.Orders,
            view.Revenue, view.RecentRevenue, view.OrdersByStatus, TopCities: []));
    }
}

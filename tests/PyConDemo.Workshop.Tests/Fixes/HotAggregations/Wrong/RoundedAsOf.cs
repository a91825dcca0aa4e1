// Refused: as-of
// It rounds asOf to the nearest second, so half of the time it is later than the data.
namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    /// <summary>The dashboard from the view, with a time that people can read.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db, CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.SingleAsync(cancellationToken);
        var seconds = Math.Round((double)view.AsOf.Ticks / TimeSpan.TicksPerSecond);
        var asOf = new DateTime((long)seconds * TimeSpan.TicksPerSecond, DateTimeKind.Utc);

        return TypedResults.Ok(new HotAggregationsResult(
            asOf, view.Users, view.Orders, view.Revenue, view.RecentRevenue,
            view.OrdersByStatus, view.TopCities));
    }
}

// Right
// Each request reads the view's asOf, and the whole row only when a refresh has changed it.
namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static HotAggregationsResult? _last;

    /// <summary>The dashboard from memory while the view has the same time.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db, CancellationToken cancellationToken)
    {
        var asOf = await db.Dashboards.Select(view => view.AsOf).SingleAsync(cancellationToken);
        if (Volatile.Read(ref _last) is { } last && last.AsOf == asOf) return TypedResults.Ok(last);

        // It may be newer than the first look, and it has its own time.
        var result = await db.Dashboards
            .Select(view => new HotAggregationsResult(
                view.AsOf, view.Users, view.Orders, view.Revenue, view.RecentRevenue,
                view.OrdersByStatus, view.TopCities))
            .SingleAsync(cancellationToken);
        Volatile.Write(ref _last, result);

        return TypedResults.Ok(result);
    }
}

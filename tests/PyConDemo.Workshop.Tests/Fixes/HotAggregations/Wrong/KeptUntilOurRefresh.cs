// Refused: stale, other-server
// It reads again after a refresh by this process only, not after one by another server or by hand.
using PyConDemo.Api.AntiPatterns.HotAggregations.Support;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static Kept? _last;

    /// <summary>The dashboard from memory, read from the view once after each refresh.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db, DashboardRefreshService service, CancellationToken cancellationToken)
    {
        var refreshed = DashboardRefreshService.GetStatus(service).Value!.LastSuccess;
        if (Volatile.Read(ref _last) is { } kept && kept.Refreshed == refreshed)
            return TypedResults.Ok(kept.Result);

        var view = await db.Dashboards.SingleAsync(cancellationToken);
        var result = new HotAggregationsResult(
            view.AsOf, view.Users, view.Orders, view.Revenue, view.RecentRevenue,
            view.OrdersByStatus, view.TopCities);
        Volatile.Write(ref _last, new(refreshed, result));

        return TypedResults.Ok(result);
    }

    private sealed record Kept(DateTime? Refreshed, HotAggregationsResult Result);
}

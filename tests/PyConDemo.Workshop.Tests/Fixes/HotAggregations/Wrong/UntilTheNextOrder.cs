// Refused: stale
// It keeps the answer until there is a newer order, so a changed status is not shown.
namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static Kept? _last;

    /// <summary>The dashboard from the view. Without a new order nothing is new.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db, CancellationToken cancellationToken)
    {
        var newest = await db.Orders.MaxAsync(order => (long?)order.Id, cancellationToken) ?? 0;
        if (Volatile.Read(ref _last) is { } kept && kept.Newest == newest && kept.IsRefreshed)
            return TypedResults.Ok(kept.Result);

        var view = await db.Dashboards.SingleAsync(cancellationToken);
        var result = new HotAggregationsResult(
            view.AsOf, view.Users, view.Orders, view.Revenue, view.RecentRevenue,
            view.OrdersByStatus, view.TopCities);
        // A view that was refreshed since the newest order came has that order.
        var isRefreshed = _last is { } last
            && last.Newest == newest && last.Result.AsOf < view.AsOf;
        Volatile.Write(ref _last, new(newest, isRefreshed, result));

        return TypedResults.Ok(result);
    }

    private sealed record Kept(long Newest, bool IsRefreshed, HotAggregationsResult Result);
}

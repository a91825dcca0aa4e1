// Refused: refresh-in-request
// The answer reads one row, but each page view starts another refresh of all orders behind it.
using PyConDemo.Api.AntiPatterns.HotAggregations.Support;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static int _isRefreshing;

    /// <summary>The dashboard from the view. The next visitor gets newer numbers.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db, DashboardRefresher refresher, CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.SingleAsync(cancellationToken);
        // One at a time, however many page views there are.
        if (Interlocked.Exchange(ref _isRefreshing, 1) == 0)
            _ = Task.Run(() => RefreshAsync(refresher), CancellationToken.None);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, view.Users, view.Orders, view.Revenue, view.RecentRevenue,
            view.OrdersByStatus, view.TopCities));
    }

    private static async Task RefreshAsync(DashboardRefresher refresher)
    {
        try
        {
            await refresher.RefreshNowAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The next page view tries again.
        }
        finally
        {
            Volatile.Write(ref _isRefreshing, 0);
        }
    }
}

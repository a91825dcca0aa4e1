// Right
// Requests share one query of the view and keep its answer for 200 ms; asOf stays the view's.
namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly TimeSpan Life = TimeSpan.FromMilliseconds(200);
    private static readonly Lock Gate = new();
    private static Task<HotAggregationsResult>? _query;
    private static long _startedAt;

    /// <summary>The dashboard from the view, with one query for all who ask at once.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        IServiceScopeFactory scopes, TimeProvider clock, CancellationToken cancellationToken)
    {
        Task<HotAggregationsResult> query;
        lock (Gate)
        {
            var age = clock.GetElapsedTime(_startedAt);
            if (_query is null or { IsFaulted: true } or { IsCanceled: true }
                || age > Life || age < TimeSpan.Zero)
            {
                _startedAt = clock.GetTimestamp();
                _query = Task.Run(() => ReadAsync(scopes), CancellationToken.None);
            }

            query = _query;
        }

        return TypedResults.Ok(await query.WaitAsync(cancellationToken));
    }

    private static async Task<HotAggregationsResult> ReadAsync(IServiceScopeFactory scopes)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();
        var view = await db.Dashboards.SingleAsync();
        return new(
            view.AsOf, view.Users, view.Orders, view.Revenue, view.RecentRevenue,
            view.OrdersByStatus, view.TopCities);
    }
}

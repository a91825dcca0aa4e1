// Refused: stale
// It lets the cache end ten seconds after the last visit instead of the count, so it never ends
// while visitors come.
using Microsoft.Extensions.Caching.Memory;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly SemaphoreSlim Gate = new(1);

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        IMemoryCache cache,
        IServiceScopeFactory scopes,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            var dashboard = await cache.GetOrCreateAsync("my-dashboard", entry =>
            {
                entry.SlidingExpiration = TimeSpan.FromSeconds(10);
                return CountAsync(scopes, clock, cancellationToken);
            });

            return TypedResults.Ok(dashboard!);
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<HotAggregationsResult> CountAsync(
        IServiceScopeFactory scopes, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();
        var answer = await HotAggregationsBad.GetDashboard(db, clock, cancellationToken);
        return answer.Value!;
    }
}

// Refused: stampede
// It uses IMemoryCache, which does not make other requests wait for the first one's query, so each
// of them queries.
using Microsoft.Extensions.Caching.Memory;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        IMemoryCache cache,
        IServiceScopeFactory scopes,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var dashboard = await cache.GetOrCreateAsync("my-dashboard", entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(10);
            return CountAsync(scopes, clock, cancellationToken);
        });

        return TypedResults.Ok(dashboard!);
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

// Right
// It keeps the answer of the bad lane for five seconds, and one request fills the cache.
using Microsoft.Extensions.Caching.Hybrid;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly HybridCacheEntryOptions FiveSeconds = new()
    {
        Expiration = TimeSpan.FromSeconds(5),
        LocalCacheExpiration = TimeSpan.FromSeconds(5),
    };

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        HybridCache cache,
        IServiceScopeFactory scopes,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var dashboard = await cache.GetOrCreateAsync(
            "five-seconds", (scopes, clock), CountAsync, FiveSeconds,
            cancellationToken: cancellationToken);

        return TypedResults.Ok(dashboard);
    }

    private static async ValueTask<HotAggregationsResult> CountAsync(
        (IServiceScopeFactory Scopes, TimeProvider Clock) from, CancellationToken cancellationToken)
    {
        await using var scope = from.Scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();
        var answer = await HotAggregationsBad.GetDashboard(db, from.Clock, cancellationToken);
        return answer.Value!;
    }
}

// Refused: as-of
// It keeps the numbers for five seconds, and asOf is the moment at which the count ended. An order
// that came during the count may be missing then.
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
        => TypedResults.Ok(await cache.GetOrCreateAsync(
            "my-dashboard",
            async stop => await CountAsync(scopes, clock, stop),
            FiveSeconds,
            cancellationToken: cancellationToken));

    private static async Task<HotAggregationsResult> CountAsync(
        IServiceScopeFactory scopes, TimeProvider clock, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();
        var answer = await HotAggregationsBad.GetDashboard(db, clock, cancellationToken);
        return answer.Value! with { AsOf = clock.GetUtcNow().UtcDateTime };
    }
}

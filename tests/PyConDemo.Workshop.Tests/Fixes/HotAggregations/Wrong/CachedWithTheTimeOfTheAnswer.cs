// Refused: as-of
// It keeps the numbers for five seconds, and sends the time of the answer instead of the count.
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
            "my-dashboard",
            async stop => await CountAsync(scopes, clock, stop),
            FiveSeconds,
            cancellationToken: cancellationToken);

        return TypedResults.Ok(dashboard with { AsOf = clock.GetUtcNow().UtcDateTime });
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

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Caching.Hybrid;
using PyConDemo.Api.AntiPatterns.HotAggregations;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.HotAggregations.Right;

/// <summary>Uses no view: it caches the live counts for two seconds, for all visitors.</summary>
[Fix("hot-aggregations")]
public static class CachedCounts
{
    private static readonly HybridCacheEntryOptions TwoSeconds = new() { Expiration = TimeSpan.FromSeconds(2) };

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(HybridCache cache, IServiceScopeFactory scopes, TimeProvider clock)
        => TypedResults.Ok(await cache.GetOrCreateAsync(nameof(CachedCounts), async cancellationToken =>
        {
            await using var scope = scopes.CreateAsyncScope();
            return (await HotAggregationsBad.GetDashboard(scope.ServiceProvider.GetRequiredService<DemoDb>(), clock, cancellationToken)).Value!;
        }, TwoSeconds));
}

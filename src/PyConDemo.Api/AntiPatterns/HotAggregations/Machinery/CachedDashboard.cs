using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Caching.Hybrid;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.HotAggregations.Machinery;

/// <summary>A step of its own: the good lane's answer, kept in memory.</summary>
public static class CachedDashboard
{
    private static readonly HybridCacheEntryOptions OneSecond = new()
    {
        // At most one query per second and process, whatever the load; against the 10 s of the view it hardly adds to the age.
        Expiration = TimeSpan.FromSeconds(1),
        LocalCacheExpiration = TimeSpan.FromSeconds(1),
    };

    /// <summary>The good lane's dashboard, cached for a second.</summary>
    /// <remarks>Requests that find the cache cold wait for one query together. Up to a second older than the good lane: see `Age`.</remarks>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(HybridCache cache, IServiceScopeFactory scopes, CancellationToken cancel)
        => TypedResults.Ok(await cache.GetOrCreateAsync("dashboard", scopes, ReadAsync, OneSecond, cancellationToken: cancel));

    // In a scope of its own: the request that began this may be gone, its context with it, while others still wait for the answer.
    private static async ValueTask<HotAggregationsResult> ReadAsync(IServiceScopeFactory scopes, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var answer = await HotAggregationsGood.GetDashboard(scope.ServiceProvider.GetRequiredService<DemoDb>(), cancel);
        return answer.Value!;
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Caching.Hybrid;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsCached
{
    // At most one query per second and process. The view itself is usually older than a second.
    private static readonly HybridCacheEntryOptions OneSecond = new()
    {
        Expiration = TimeSpan.FromSeconds(1),
        LocalCacheExpiration = TimeSpan.FromSeconds(1),
    };

    /// <summary>The next step: the good lane's answer, kept in memory for a second.</summary>
    /// <remarks>
    /// Requests that find the cache empty wait for one query together. See `Age` for what it adds.
    /// </remarks>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        HybridCache cache, IServiceScopeFactory scopes, CancellationToken cancellationToken)
        => TypedResults.Ok(await cache.GetOrCreateAsync(
            "dashboard", scopes, ReadAsync, OneSecond, cancellationToken: cancellationToken));

    // In a scope of its own: the request that began this may end while others wait for the answer.
    private static async ValueTask<HotAggregationsResult> ReadAsync(
        IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();
        var answer = await HotAggregationsGood.GetDashboard(db, cancellationToken);
        return answer.Value!;
    }
}

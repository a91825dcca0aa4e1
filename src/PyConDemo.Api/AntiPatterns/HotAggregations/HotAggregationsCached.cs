using Microsoft.Extensions.Caching.Hybrid;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsCached
{
    // At most one query per second and process. The view is usually older than a second anyway.
    private static readonly HybridCacheEntryOptions OneSecond = new()
    {
        Expiration = TimeSpan.FromSeconds(1),
        LocalCacheExpiration = TimeSpan.FromSeconds(1),
    };

    /// <summary>The next step: the good lane's answer, kept in memory for a second.</summary>
    /// <remarks>Requests that find it empty wait for one query. `Age` may be 1 s more.</remarks>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        HybridCache cache, IServiceScopeFactory scopes, CancellationToken cancellationToken)
        => TypedResults.Ok(await cache.GetOrCreateAsync(
            "dashboard", scopes, ReadAsync, OneSecond, cancellationToken: cancellationToken));

    // In its own scope: the request that started the query may end while others wait for it.
    private static async ValueTask<HotAggregationsResult> ReadAsync(
        IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoDb>();
        var answer = await HotAggregationsGood.GetDashboard(db, cancellationToken);
        return answer.Value!;
    }
}

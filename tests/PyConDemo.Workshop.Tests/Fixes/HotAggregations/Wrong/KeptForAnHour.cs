// Refused: stale
// It keeps the numbers for an hour.
using Microsoft.Extensions.Caching.Hybrid;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static readonly HybridCacheEntryOptions OneHour = new()
    {
        Expiration = TimeSpan.FromHours(1),
        LocalCacheExpiration = TimeSpan.FromHours(1),
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
            OneHour,
            cancellationToken: cancellationToken);

        return TypedResults.Ok(dashboard);
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

// Refused: visitor, stampede
// It keeps the numbers for each kind of browser apart, so each of them counts all orders.
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
        HttpRequest request,
        HybridCache cache,
        IServiceScopeFactory scopes,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var dashboard = await cache.GetOrCreateAsync(
            $"dashboard for {request.Headers.UserAgent}",
            async stop => await CountAsync(scopes, clock, stop),
            FiveSeconds,
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

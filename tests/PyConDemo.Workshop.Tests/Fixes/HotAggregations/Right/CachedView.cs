// Right
// It reads the view through a cache of one second.
using Microsoft.Extensions.Caching.Hybrid;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        HybridCache cache,
        IServiceScopeFactory scopes,
        CancellationToken cancellationToken)
    {
        return await HotAggregationsCached.GetDashboard(cache, scopes, cancellationToken);
    }
}

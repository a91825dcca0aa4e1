using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Caching.Hybrid;
using PyConDemo.Api.AntiPatterns.HotAggregations;

namespace PyConDemo.Workshop.Fixes.HotAggregations.Right;

/// <summary>Reads the view through a cache.</summary>
[Fix("hot-aggregations")]
public static class CachedView
{
    public static Task<Ok<HotAggregationsResult>> GetDashboard(HybridCache cache, IServiceScopeFactory scopes, CancellationToken cancellationToken)
        => HotAggregationsCached.GetDashboard(cache, scopes, cancellationToken);
}

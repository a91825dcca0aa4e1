using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Caching.Memory;
using PyConDemo.Api.AntiPatterns.HotAggregations;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.HotAggregations.Wrong;

/// <summary>
/// Uses IMemoryCache, which does not make other requests wait for the first one's query, so each of them queries.
/// </summary>
[Fix("hot-aggregations", Refused = "stampede")]
public static class EverybodyFillsTheCache
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(DemoDb db, TimeProvider clock, IMemoryCache cache, CancellationToken cancellationToken)
    {
        var dashboard = await cache.GetOrCreateAsync(nameof(EverybodyFillsTheCache), async entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(10);
            return (await HotAggregationsBad.GetDashboard(db, clock, cancellationToken)).Value!;
        });

        return TypedResults.Ok(dashboard!);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using PyConDemo.Api.AntiPatterns.HotAggregations;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.HotAggregations.Wrong;

/// <summary>Computes the numbers once and keeps them for ever.</summary>
[Fix("hot-aggregations", Refused = "stale")]
public static class KeptForEver
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static HotAggregationsResult? _kept;

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(DemoDb db, TimeProvider clock)
    {
        await Gate.WaitAsync();
        try
        {
            _kept ??= (await HotAggregationsBad.GetDashboard(db, clock, CancellationToken.None)).Value!;
        }
        finally
        {
            Gate.Release();
        }

        return TypedResults.Ok(_kept);
    }
}

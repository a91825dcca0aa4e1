using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.HotAggregations;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.HotAggregations.Wrong;

/// <summary>Refreshes the view in each request. The numbers are fresh, but each request reads every order.</summary>
[Fix("hot-aggregations", Refused = "refresh-in-request")]
public static class RefreshInTheRequest
{
    private static readonly SemaphoreSlim Gate = new(1);

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(DemoDb db, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            await db.Database.ExecuteSqlAsync($"REFRESH MATERIALIZED VIEW CONCURRENTLY dashboard", cancellationToken);
        }
        finally
        {
            Gate.Release();
        }

        return await HotAggregationsGood.GetDashboard(db, cancellationToken);
    }
}

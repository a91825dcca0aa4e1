using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.HotAggregations;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.HotAggregations.Wrong;

/// <summary>Creates a materialized view and fills it once.</summary>
[Fix("hot-aggregations", Refused = "stale")]
public static class AViewNobodyRefreshes
{
    private static readonly SemaphoreSlim Gate = new(1);

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(DemoDb db, CancellationToken cancellationToken)
    {
        // IF NOT EXISTS doesn't keep two simultaneous requests from creating the view.
        await Gate.WaitAsync(cancellationToken);
        try
        {
            await db.Database.ExecuteSqlAsync($"CREATE MATERIALIZED VIEW IF NOT EXISTS dashboard_of_mine AS SELECT * FROM dashboard", cancellationToken);
        }
        finally
        {
            Gate.Release();
        }

        var view = await db.Dashboards.FromSql($"SELECT * FROM dashboard_of_mine").SingleAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, view.Users, view.Orders, view.Revenue, view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.HotAggregations;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.HotAggregations.Wrong;

/// <summary>Sends old numbers with the current time.</summary>
[Fix("hot-aggregations", Refused = "as-of")]
public static class AlwaysNow
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(DemoDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.SingleAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            clock.GetUtcNow().UtcDateTime, view.Users, view.Orders, view.Revenue, view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }
}

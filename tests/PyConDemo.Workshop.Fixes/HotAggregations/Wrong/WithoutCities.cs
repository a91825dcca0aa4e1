using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.HotAggregations;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.HotAggregations.Wrong;

/// <summary>Leaves out the part that is expensive to count.</summary>
[Fix("hot-aggregations", Refused = "same-answer")]
public static class WithoutCities
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(DemoDb db, CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.SingleAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(view.AsOf, view.Users, view.Orders, view.Revenue, view.RecentRevenue, view.OrdersByStatus, TopCities: []));
    }
}

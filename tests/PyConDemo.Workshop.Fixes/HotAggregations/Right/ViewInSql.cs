using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.HotAggregations;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.HotAggregations.Right;

/// <summary>Reads the view in SQL.</summary>
[Fix("hot-aggregations")]
public static class ViewInSql
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(DemoDb db, CancellationToken cancellationToken)
    {
        var view = await db.Dashboards.FromSql($"SELECT * FROM dashboard WHERE id = 1").AsNoTracking().SingleAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, view.Users, view.Orders, view.Revenue, view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }
}

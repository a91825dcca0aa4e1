using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.Data;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsGood
{
    /// <summary>The dashboard as the last refresh left it: one read of a materialized view.</summary>
    /// <remarks>One row, however many orders there are. `asOf` and the header `Age` say how old it is: a refresh runs every 10 s.</remarks>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(DemoDb db, CancellationToken cancel)
    {
        var view = await db.Dashboards.SingleAsync(cancel);

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf, view.Users, view.Orders, view.Revenue, view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using PyConDemo.Api.AntiPatterns.HotAggregations;
using PyConDemo.Api.Data;

namespace PyConDemo.Workshop.Fixes.HotAggregations.Wrong;

/// <summary>The same queries side by side: quicker for one, three times the load for all.</summary>
[Fix("hot-aggregations", Refused = "live")]
public static class AtTheSameTime
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(IServiceScopeFactory scopes, TimeProvider clock, CancellationToken cancellationToken)
    {
        var asOf = clock.GetUtcNow().UtcDateTime;
        var (users, orders, revenue) = (
            AskAsync(scopes, db => db.Users.LongCountAsync(cancellationToken)),
            AskAsync(scopes, db => db.Orders.LongCountAsync(cancellationToken)),
            AskAsync(scopes, db => db.Orders.Where(order => Sold.Statuses.Contains(order.Status)).SumAsync(order => order.Amount, cancellationToken)));
        var view = await AskAsync(scopes, db => db.Dashboards.SingleAsync(cancellationToken));

        return TypedResults.Ok(new HotAggregationsResult(
            asOf, await users, await orders, await revenue, view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }

    private static async Task<T> AskAsync<T>(IServiceScopeFactory scopes, Func<DemoDb, Task<T>> ask)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<DemoDb>());
    }
}

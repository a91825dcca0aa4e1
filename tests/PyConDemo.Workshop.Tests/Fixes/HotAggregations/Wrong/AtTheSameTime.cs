// Refused: live
// It runs the same queries in parallel: one request is faster, but the database does as much work
// as before.

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        IServiceScopeFactory scopes,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var asOf = clock.GetUtcNow().UtcDateTime;
        var users = AskAsync(scopes, db => db.Users.LongCountAsync(cancellationToken));
        var orders = AskAsync(scopes, db => db.Orders.LongCountAsync(cancellationToken));
        var revenue = AskAsync(scopes, db => db.Orders
            .Where(order => Sold.Statuses.Contains(order.Status))
            .SumAsync(order => order.Amount, cancellationToken));
        var view = await AskAsync(scopes, db => db.Dashboards.SingleAsync(cancellationToken));

        return TypedResults.Ok(new HotAggregationsResult(
            view.AsOf < asOf ? view.AsOf : asOf, await users, await orders, await revenue,
            view.RecentRevenue, view.OrdersByStatus, view.TopCities));
    }

    private static async Task<T> AskAsync<T>(
        IServiceScopeFactory scopes, Func<DemoDb, Task<T>> ask)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<DemoDb>());
    }
}

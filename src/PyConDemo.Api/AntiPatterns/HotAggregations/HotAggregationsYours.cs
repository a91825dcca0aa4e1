namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    // YOUR TURN: Every page view reads every order. Make it cost the same for any number of orders.

    /// <summary>The dashboard, counted and summed up again for every page view.</summary>
    /// <remarks>It is never stale. Each request reads all orders several times.</remarks>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var asOf = clock.GetUtcNow().UtcDateTime;
        var users = await db.Users.LongCountAsync(cancellationToken);
        var orders = await db.Orders.LongCountAsync(cancellationToken);

        var sold = db.Orders.Where(order => Sold.Statuses.Contains(order.Status));
        var revenue = await sold.SumAsync(order => order.Amount, cancellationToken);

        var newest = await db.Orders
            .MaxAsync(order => (DateTime?)order.CreatedAt, cancellationToken);
        var recent = sold.Where(order => order.CreatedAt > newest - TimeSpan.FromDays(30));
        var recentRevenue = await recent.SumAsync(order => order.Amount, cancellationToken);

        var ordersByStatus = await db.Orders
            .GroupBy(order => order.Status)
            .Select(group => new { Status = group.Key, Orders = group.LongCount() })
            .OrderByDescending(row => row.Orders).ThenBy(row => row.Status)
            .Select(row => new StatusCount(row.Status, row.Orders))
            .ToListAsync(cancellationToken);

        var topCities = await sold
            .Join(db.Users, o => o.UserId, u => u.Id, (o, u) => new { u.City, o.Amount })
            .GroupBy(row => row.City, row => row.Amount)
            .Select(g => new { City = g.Key, Orders = g.LongCount(), Revenue = g.Sum() })
            .OrderByDescending(row => row.Revenue).ThenBy(row => row.City)
            .Take(5)
            .Select(row => new CityRevenue(row.City, row.Orders, row.Revenue))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            asOf, users, orders, revenue, recentRevenue,
            ordersByStatus, topCities));
    }
}

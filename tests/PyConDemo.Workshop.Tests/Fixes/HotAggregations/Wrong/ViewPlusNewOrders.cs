// Refused: as-of
// It adds the orders since the refresh and says "now", but an order of an older date is missing.
namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private const string Added = """
        SELECT count(*),
            coalesce(sum(amount) FILTER (WHERE status IN ('paid', 'shipped', 'delivered')), 0)
        FROM orders
        WHERE created_at > $1
        """;

    /// <summary>The dashboard from the view, brought up to this moment.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        DemoDb db, NpgsqlDataSource source, TimeProvider clock, CancellationToken cancellationToken)
    {
        var asOf = clock.GetUtcNow().UtcDateTime;
        var view = await db.Dashboards.SingleAsync(cancellationToken);
        await using var command = source.CreateCommand(Added);
        command.Parameters.Add(new() { Value = view.AsOf });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var (orders, revenue) = (row.GetInt64(0), row.GetDecimal(1));

        return TypedResults.Ok(new HotAggregationsResult(
            asOf, view.Users, view.Orders + orders, view.Revenue + revenue,
            view.RecentRevenue + revenue, view.OrdersByStatus, view.TopCities));
    }
}

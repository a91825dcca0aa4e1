// Right
// It reads the view's row without EF Core and turns the two jsonb columns into lists itself.
using System.Text.Json;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private const string Sql = """
        SELECT as_of, users, orders, revenue, recent_revenue, orders_by_status, top_cities
        FROM dashboard
        WHERE id = 1
        """;

    /// <summary>The dashboard from the view, read without EF Core.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Sql);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            throw new InvalidOperationException("The dashboard's view has no row.");

        return TypedResults.Ok(new HotAggregationsResult(
            row.GetDateTime(0), row.GetInt64(1), row.GetInt64(2), row.GetDecimal(3),
            row.GetDecimal(4), Read<StatusCount>(row.GetString(5)),
            Read<CityRevenue>(row.GetString(6))));
    }

    private static List<T> Read<T>(string json)
        => JsonSerializer.Deserialize<List<T>>(json, JsonSerializerOptions.Web)!;
}

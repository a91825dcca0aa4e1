// Right
// PostgreSQL makes one JSON object of the row, and the code reads the answer from it.
using System.Text.Json;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private const string Sql = """
        SELECT json_build_object(
            'asOf', to_char(as_of AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'users', users, 'orders', orders, 'revenue', revenue, 'recentRevenue', recent_revenue,
            'ordersByStatus', orders_by_status, 'topCities', top_cities)::text
        FROM dashboard
        """;

    /// <summary>The dashboard from the view, as one value.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Sql, connection);
        var json = (string)(await command.ExecuteScalarAsync(cancellationToken))!;

        return TypedResults.Ok(
            JsonSerializer.Deserialize<HotAggregationsResult>(json, JsonSerializerOptions.Web)!);
    }
}

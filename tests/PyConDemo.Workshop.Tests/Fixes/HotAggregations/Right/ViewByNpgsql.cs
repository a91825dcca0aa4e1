// Right
// It reads the row of the view with Npgsql, and the lists in it as JSON.
using System.Text.Json;

namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        NpgsqlDataSource source,
        CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT as_of, users, orders, revenue, recent_revenue, orders_by_status, top_cities
            FROM dashboard
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);

        return TypedResults.Ok(new HotAggregationsResult(
            reader.GetDateTime(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetDecimal(3),
            reader.GetDecimal(4),
            Read<StatusCount>(reader.GetString(5)), Read<CityRevenue>(reader.GetString(6))));
    }

    private static List<T> Read<T>(string json)
        => JsonSerializer.Deserialize<List<T>>(json, JsonSerializerOptions.Web)!;
}

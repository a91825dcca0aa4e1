using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using PyConDemo.Api.AntiPatterns.HotAggregations;
using PyConDemo.Api.Data;

namespace PyConDemo.Benchmarks.HandWritten;

/// <summary>hot-aggregations by hand: reads the one row of the view, and computes its age.</summary>
internal static class HandWrittenDashboard
{
    private const string Sql = """
        SELECT d.as_of, d.orders, d.orders_by_status, d.recent_revenue, d.revenue, d.top_cities, d.users
        FROM dashboard AS d
        LIMIT 2
        """;

    public static async Task<Ok<HotAggregationsResult>> GetDashboard(NpgsqlDataSource db, HttpResponse response, CancellationToken cancellationToken)
    {
        await using var connection = await db.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new InvalidOperationException("The view is empty.");

        var asOf = reader.GetDateTime(0);
        var age = (long)(TimeProvider.System.GetUtcNow().UtcDateTime - asOf).TotalSeconds;
        response.Headers.Age = Math.Max(0, age).ToString(CultureInfo.InvariantCulture);
        return TypedResults.Ok(new HotAggregationsResult(
            asOf,
            Orders: reader.GetInt64(1),
            OrdersByStatus: List<StatusCount>(reader.GetString(2)),
            RecentRevenue: reader.GetDecimal(3),
            Revenue: reader.GetDecimal(4),
            TopCities: List<CityRevenue>(reader.GetString(5)),
            Users: reader.GetInt64(6)));
    }

    private static List<T> List<T>(string json) => JsonSerializer.Deserialize<List<T>>(json, JsonSerializerOptions.Web)!;
}

// Right
// It reads the view each time; while the database fails, it shows the last answer and its asOf.
namespace PyConDemo.Api.AntiPatterns.HotAggregations;

public static class HotAggregationsYours
{
    private static HotAggregationsResult? _last;

    /// <summary>The dashboard from the view, or the last one that this process has seen.</summary>
    public static async Task<Ok<HotAggregationsResult>> GetDashboard(
        NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            var result = await ReadAsync(source, cancellationToken);
            Volatile.Write(ref _last, result);
            return TypedResults.Ok(result);
        }
        catch (NpgsqlException) when (Volatile.Read(ref _last) is not null)
        {
            return TypedResults.Ok(Volatile.Read(ref _last)!);
        }
    }

    private static async Task<HotAggregationsResult> ReadAsync(
        NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        // One statement, so that all its rows are of one refresh. Each row of the result is a line.
        await using var command = source.CreateCommand("""
            SELECT 0 AS kind, NULL AS name, users AS orders, revenue, recent_revenue, as_of,
                orders AS place
            FROM dashboard
            UNION ALL
            SELECT 1, item ->> 'status', (item ->> 'orders')::bigint, NULL, NULL, NULL, place
            FROM dashboard,
                jsonb_array_elements(orders_by_status) WITH ORDINALITY AS s (item, place)
            UNION ALL
            SELECT 2, item ->> 'city', (item ->> 'orders')::bigint, (item ->> 'revenue')::numeric,
                NULL, NULL, place
            FROM dashboard, jsonb_array_elements(top_cities) WITH ORDINALITY AS c (item, place)
            ORDER BY kind, place
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var (statuses, cities) = (new List<StatusCount>(), new List<CityRevenue>());
        HotAggregationsResult? result = null;
        while (await row.ReadAsync(cancellationToken))
        {
            switch (row.GetInt32(0))
            {
                case 0:
                    result = new(row.GetDateTime(5), row.GetInt64(2), row.GetInt64(6),
                        row.GetDecimal(3), row.GetDecimal(4), statuses, cities);
                    break;
                case 1:
                    statuses.Add(new(row.GetString(1), row.GetInt64(2)));
                    break;
                default:
                    cities.Add(new(row.GetString(1), row.GetInt64(2), row.GetDecimal(3)));
                    break;
            }
        }

        return result ?? throw new InvalidOperationException("The dashboard's view has no row.");
    }
}

using Npgsql;

namespace PyConDemo.Api.AntiPatterns.LongRequests.Machinery;

/// <summary>Reads a month's sales: two statements, one round trip. Days are days in Lagos.</summary>
public static class SalesMonthQuery
{
    /// <summary>Africa/Lagos has been at UTC+1 without summer time since 1919, so a month's ends need no time zone data.</summary>
    private static readonly TimeSpan _lagos = TimeSpan.FromHours(1);

    // Every day has a row for every city, also without an order: a report's length follows the month, not the size of the shop.
    internal const string LinesSql = """
        WITH sold AS (
            SELECT (o.created_at AT TIME ZONE 'Africa/Lagos')::date AS day, u.city, o.status, o.item_count, o.amount
            FROM orders o JOIN users u ON u.id = o.user_id
            WHERE o.created_at >= @from AND o.created_at < @to),
        line AS (
            SELECT day, city, count(*)::int AS orders, sum(item_count)::int AS items,
                (count(*) FILTER (WHERE status = 'delivered'))::int AS delivered,
                (count(*) FILTER (WHERE status IN ('cancelled', 'refunded')))::int AS lost,
                coalesce(sum(amount) FILTER (WHERE status NOT IN ('cancelled', 'refunded')), 0) AS revenue
            FROM sold GROUP BY day, city),
        city AS (SELECT DISTINCT city FROM line),
        day AS (
            SELECT d::date AS day
            FROM generate_series((@from AT TIME ZONE 'Africa/Lagos'), (@to AT TIME ZONE 'Africa/Lagos') - interval '1 day', interval '1 day') d)
        SELECT day.day, city.city, coalesce(line.orders, 0), coalesce(line.items, 0), coalesce(line.delivered, 0),
            coalesce(line.lost, 0), coalesce(line.revenue, 0)
        FROM day CROSS JOIN city LEFT JOIN line ON line.day = day.day AND line.city = city.city
        ORDER BY day.day, coalesce(line.revenue, 0) DESC, city.city COLLATE "C"
        """;

    internal const string CustomersSql = """
        SELECT u.id, u.name, u.city, best.orders, best.revenue
        FROM (
            SELECT user_id, count(*)::int AS orders, sum(amount) AS revenue
            FROM orders
            WHERE created_at >= @from AND created_at < @to AND status NOT IN ('cancelled', 'refunded')
            GROUP BY user_id
            ORDER BY sum(amount) DESC, user_id
            LIMIT 6000) best
        JOIN users u ON u.id = best.user_id
        ORDER BY best.revenue DESC, u.id
        """;

    /// <summary>Reads the month that <paramref name="month"/> lies in, on an open connection that is not in use meanwhile.</summary>
    public static async Task<SalesMonth> ReadAsync(NpgsqlConnection connection, DateOnly month, CancellationToken cancellationToken)
    {
        var first = new DateOnly(month.Year, month.Month, 1);
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(LinesSql, first), Command(CustomersSql, first) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var lines = new List<SalesLine>();
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(new(reader.GetFieldValue<DateOnly>(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4),
                reader.GetInt32(5), reader.GetDecimal(6)));
        await reader.NextResultAsync(cancellationToken);
        var customers = new List<SalesCustomer>();
        while (await reader.ReadAsync(cancellationToken))
            customers.Add(new(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetDecimal(4)));
        return new(first, lines, customers);
    }

    private static NpgsqlBatchCommand Command(string sql, DateOnly first) => new(sql)
    {
        Parameters = { new("from", Midnight(first)), new("to", Midnight(first.AddMonths(1))) },
    };

    internal static DateTime Midnight(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), _lagos).UtcDateTime;
}

namespace PyConDemo.Api.AntiPatterns.LongRequests.Support.Reports;

/// <summary>A month's sales: lines in the order of the days, customers in the order of their revenue.</summary>
/// <param name="Month">The month's first day.</param>
public sealed record SalesMonth(DateOnly Month, IReadOnlyList<SalesLine> Lines, IReadOnlyList<SalesCustomer> Customers);

/// <summary>A city's orders of a day. Lost ones were cancelled or refunded. Revenue (NGN) is without them.</summary>
public sealed record SalesLine(
    DateOnly Day, string City, int Orders, int Items, int Delivered, int Lost, decimal Revenue);

/// <summary>A customer's orders of one month that were not lost.</summary>
public sealed record SalesCustomer(int Id, string Name, string City, int Orders, decimal Revenue);

/// <summary>Reads a month's sales: two statements, one round trip. Days are days in Lagos.</summary>
public static class SalesMonthQuery
{
    // Every day has a row for every city, even without an order, so that every report has the same length.
    private const string LinesSql = """
        WITH sold AS (
            SELECT (o.created_at AT TIME ZONE 'Africa/Lagos')::date AS day, u.city, o.item_count, o.amount,
                o.status = 'delivered' AS delivered, o.status IN ('cancelled', 'refunded') AS lost
            FROM orders o JOIN users u ON u.id = o.user_id
            WHERE o.created_at >= @from AND o.created_at < @to),
        line AS (
            SELECT day, city, count(*)::int AS orders, sum(item_count)::int AS items,
                (count(*) FILTER (WHERE delivered))::int AS delivered, (count(*) FILTER (WHERE lost))::int AS lost,
                sum(amount) FILTER (WHERE NOT lost) AS revenue
            FROM sold GROUP BY day, city),
        day AS (SELECT generate_series(@month, @month + interval '1 month' - interval '1 day', '1 day')::date AS day)
        SELECT day, city, coalesce(orders, 0), coalesce(items, 0), coalesce(delivered, 0), coalesce(lost, 0),
            coalesce(revenue, 0)
        FROM day CROSS JOIN (SELECT DISTINCT city FROM line) AS city LEFT JOIN line USING (day, city)
        ORDER BY day, coalesce(revenue, 0) DESC, city COLLATE "C"
        """;

    private const string BestSql = """
        WITH best AS (
            SELECT user_id, count(*)::int AS orders, sum(amount) AS revenue
            FROM orders
            WHERE created_at >= @from AND created_at < @to AND status NOT IN ('cancelled', 'refunded')
            GROUP BY user_id ORDER BY revenue DESC, user_id LIMIT 6000)
        SELECT u.id, u.name, u.city, best.orders, best.revenue
        FROM best JOIN users u ON u.id = best.user_id
        ORDER BY best.revenue DESC, u.id
        """;

    /// <summary>Reads the month of a day. Its connection is back in the pool before the rendering.</summary>
    public static async Task<SalesMonth> ReadAsync(
        NpgsqlDataSource db, DateOnly day, CancellationToken cancellationToken)
    {
        var month = new DateOnly(day.Year, day.Month, 1);
        await using var batch = db.CreateBatch();
        batch.BatchCommands.Add(Command(LinesSql));
        batch.BatchCommands.Add(Command(BestSql));
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var lines = new List<SalesLine>();
        while (await row.ReadAsync(cancellationToken))
        {
            lines.Add(new(row.GetFieldValue<DateOnly>(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3),
                row.GetInt32(4), row.GetInt32(5), row.GetDecimal(6)));
        }

        await row.NextResultAsync(cancellationToken);
        var customers = new List<SalesCustomer>();
        while (await row.ReadAsync(cancellationToken))
            customers.Add(new(row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetDecimal(4)));
        return new(month, lines, customers);

        NpgsqlBatchCommand Command(string sql) => new(sql)
        {
            Parameters = { new("month", month), new("from", Midnight(month)), new("to", Midnight(month.AddMonths(1))) },
        };
    }

    // Lagos has been at UTC+1 without summer time since 1919, so a month's ends need no time zone data.
    internal static DateTime Midnight(DateOnly day) => new DateTime(day, default, DateTimeKind.Utc).AddHours(-1);
}

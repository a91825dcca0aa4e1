// Right
// Two seeks instead of a row value: the rest of the instant, and what is older than it.
namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    private const string Sql = """
        SELECT * FROM (
            (SELECT id, created_at, user_id, status, amount, item_count
            FROM orders
            WHERE created_at = $1 AND id < $2
            ORDER BY created_at DESC, id DESC
            LIMIT $3)
            UNION ALL
            (SELECT id, created_at, user_id, status, amount, item_count
            FROM orders
            WHERE created_at < $1
            ORDER BY created_at DESC, id DESC
            LIMIT $3)
        ) page
        ORDER BY created_at DESC, id DESC
        LIMIT $3
        """;

    /// <summary>Orders after a cursor, from two ranges of the index.</summary>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        NpgsqlDataSource source,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var (createdAt, id) = OrderCursor.Parse(after);
        createdAt = DateTime.SpecifyKind(createdAt, DateTimeKind.Utc); // the start has no kind
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters =
            {
                new() { Value = createdAt },
                new() { Value = id },
                new() { Value = size + 1 },
            },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var orders = new List<OrderItem>();
        while (await row.ReadAsync(cancellationToken))
        {
            orders.Add(new(row.GetInt64(0), row.GetDateTime(1), row.GetInt32(2), row.GetString(3),
                row.GetDecimal(4), row.GetInt32(5)));
        }

        var isLast = orders.Count <= size;
        return TypedResults.Ok(new OffsetPaginationResult(
            isLast ? orders : orders[..size],
            isLast
                ? null
                : $"/yours/orders?after={OrderCursor.After(orders[size - 1])}&size={size}",
            Prev: null));
    }
}

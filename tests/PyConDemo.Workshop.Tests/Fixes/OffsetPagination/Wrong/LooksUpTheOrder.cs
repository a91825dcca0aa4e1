// Refused: skips
// The cursor is only an id whose time is looked up, so after a delete the rest of the list is lost.
namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    private const string Sql = """
        SELECT id, created_at, user_id, status, amount, item_count
        FROM orders
        WHERE $1::bigint IS NULL
        ORDER BY created_at DESC, id DESC
        LIMIT $2
        """;

    private const string SqlAfter = """
        SELECT id, created_at, user_id, status, amount, item_count
        FROM orders
        WHERE (created_at, id) < ((SELECT created_at FROM orders WHERE id = $1), $1)
        ORDER BY created_at DESC, id DESC
        LIMIT $2
        """;

    /// <summary>Orders after an order, which the client names by its id.</summary>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        NpgsqlDataSource source,
        CancellationToken cancellationToken,
        long? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        await using var command = source.CreateCommand(after is null ? Sql : SqlAfter);
        command.Parameters.Add(new() { Value = (object?)after ?? DBNull.Value });
        command.Parameters.Add(new() { Value = size + 1 });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var orders = new List<OrderItem>();
        while (await row.ReadAsync(cancellationToken))
        {
            orders.Add(new(row.GetInt64(0), row.GetDateTime(1), row.GetInt32(2), row.GetString(3),
                row.GetDecimal(4), row.GetInt32(5)));
        }

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            orders.Count > size ? $"/yours/orders?after={orders[size - 1].Id}&size={size}" : null,
            Prev: null));
    }
}

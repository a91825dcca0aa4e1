// Refused: injection
// It checks the id of its own cursor, but writes the text of the time into the statement.
namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    /// <summary>Orders after a cursor such as 2025-11-08T17:00:00.000000Z_123.</summary>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        NpgsqlDataSource source,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var parts = (after ?? $"infinity_{long.MaxValue}").Split('_');
        if (parts.Length != 2 || !long.TryParse(parts[1], CultureInfo.InvariantCulture, out var id))
            throw new BadHttpRequestException("after must be a cursor of this list.");

        await using var command = source.CreateCommand($"""
            SELECT id, created_at, user_id, status, amount, item_count
            FROM orders
            WHERE (created_at, id) < (timestamptz '{parts[0]}', {id})
            ORDER BY created_at DESC, id DESC
            LIMIT {size + 1}
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var orders = new List<OrderItem>();
        while (await row.ReadAsync(cancellationToken))
        {
            orders.Add(new(row.GetInt64(0), row.GetDateTime(1), row.GetInt32(2), row.GetString(3),
                row.GetDecimal(4), row.GetInt32(5)));
        }

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            orders.Count > size ? Link(orders[size - 1], size) : null,
            Prev: null));
    }

    private static string Link(OrderItem last, int size)
    {
        var time = $"{last.CreatedAt:yyyy-MM-ddTHH:mm:ss.ffffff}Z";
        return $"/yours/orders?after={time}_{last.Id}&size={size}";
    }
}

// Right
// The row value in hand-written SQL over the data source, with the project's own cursor.
namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    private const string Sql = """
        SELECT id, created_at, user_id, status, amount, item_count
        FROM orders
        WHERE ROW (created_at, id) < ROW (@time, @id)
        ORDER BY created_at DESC, id DESC
        FETCH FIRST @rows ROWS ONLY
        """;

    /// <summary>Orders after a cursor, read without EF Core.</summary>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        NpgsqlDataSource source,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var cursor = OrderCursor.Parse(after);
        await using var command = source.CreateCommand(Sql);
        // The start has no kind.
        var time = DateTime.SpecifyKind(cursor.CreatedAt, DateTimeKind.Utc);
        command.Parameters.AddWithValue("time", time);
        command.Parameters.AddWithValue("id", cursor.Id);
        command.Parameters.AddWithValue("rows", size + 1);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var (page, isMore) = (new List<OrderItem>(size), false);
        while (await row.ReadAsync(cancellationToken))
        {
            isMore = page.Count == size;
            if (isMore) break;

            page.Add(new(row.GetInt64(0), row.GetDateTime(1), row.GetInt32(2), row.GetString(3),
                row.GetDecimal(4), row.GetInt32(5)));
        }

        return TypedResults.Ok(new OffsetPaginationResult(
            page,
            isMore ? $"/yours/orders?after={OrderCursor.After(page[^1])}&size={size}" : null,
            after is null ? null : $"/good/orders/before?cursor={after}&size={size}"));
    }
}

// Refused: injection, hostile
// It pastes the cursor into the text of the statement, so a client can send SQL of its own.

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var sql = "SELECT * FROM orders WHERE (created_at, id) < ("
            + (after ?? "'infinity', 0")
            + ") ORDER BY created_at DESC, id DESC LIMIT " + (size + 1);
        List<OrderItem> orders;
        try
        {
            orders = await db.Orders.FromSqlRaw(sql)
                .Select(OrderItem.FromOrder)
                .ToListAsync(cancellationToken);
        }
        catch (Exception error) when (error is PostgresException or FormatException)
        {
            throw new BadHttpRequestException("The cursor in 'after' can't be used.");
        }

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size
                ? $"/yours/orders?after={Uri.EscapeDataString(Text(orders[size - 1]))}&size={size}"
                : null,
            Prev: null));
    }

    private static string Text(OrderItem order) => string.Create(
        CultureInfo.InvariantCulture,
        $"'{order.CreatedAt:yyyy-MM-dd HH:mm:ss.ffffffZ}', {order.Id}");
}

// Right
// It reads the orders with the same time and the older ones as two ranges of the index.

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var cursor = OrderCursor.Parse(after);
        var (createdAt, id) = (cursor.CreatedAt, cursor.Id);
        var orders = await db.Orders.FromSql($"""
            SELECT * FROM (
                (SELECT * FROM orders
                WHERE created_at = {createdAt} AND id < {id}
                ORDER BY created_at DESC, id DESC
                LIMIT {size + 1})
                UNION ALL
                (SELECT * FROM orders
                WHERE created_at < {createdAt}
                ORDER BY created_at DESC, id DESC
                LIMIT {size + 1})
            ) AS page
            ORDER BY created_at DESC, id DESC
            LIMIT {size + 1}
            """)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size
                ? $"/yours/orders?after={OrderCursor.After(orders[size - 1])}&size={size}"
                : null,
            Prev: null));
    }
}

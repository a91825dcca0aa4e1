// Refused: skips
// It sends the id only and looks up that order's time: after the order is deleted, the list ends
// there.

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        long? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var page = after is null
            ? db.Orders.FromSql($"""
                SELECT * FROM orders
                ORDER BY created_at DESC, id DESC
                LIMIT {size + 1}
                """)
            : db.Orders.FromSql($"""
                SELECT * FROM orders
                WHERE (created_at, id) < (
                    (SELECT created_at FROM orders WHERE id = {after}), {after})
                ORDER BY created_at DESC, id DESC
                LIMIT {size + 1}
                """);
        var orders = await page
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size
                ? $"/yours/orders?after={orders[size - 1].Id}&size={size}"
                : null,
            Prev: null));
    }
}

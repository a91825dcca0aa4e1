// Refused: rows, memory
// It reads the whole table for every page.

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
        var all = await db.Orders
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);
        var orders = all
            .Where(order => order.CreatedAt < cursor.CreatedAt
                || (order.CreatedAt == cursor.CreatedAt && order.Id < cursor.Id))
            .Take(size + 1)
            .ToList();

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size
                ? $"/yours/orders?after={OrderCursor.After(orders[size - 1])}&size={size}"
                : null,
            Prev: null));
    }
}

// Right
// It reads the rest of the orders with the same time first, and then fills the page with older
// ones in a second query.

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
        var orders = await db.Orders
            .Where(order => order.CreatedAt == createdAt && order.Id < id)
            .OrderByDescending(order => order.Id)
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);
        if (orders.Count <= size)
        {
            orders.AddRange(await db.Orders
                .Where(order => order.CreatedAt < createdAt)
                .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
                .Take(size + 1 - orders.Count)
                .Select(OrderItem.FromOrder)
                .ToListAsync(cancellationToken));
        }

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size
                ? $"/yours/orders?after={OrderCursor.After(orders[size - 1])}&size={size}"
                : null,
            Prev: null));
    }
}

// Refused: rows
// It reads 2,000 orders for each page, and sends one page of them.

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
        var orders = await db.Orders
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Where(order => EF.Functions.LessThan(
                ValueTuple.Create(order.CreatedAt, order.Id),
                ValueTuple.Create(cursor.CreatedAt, cursor.Id)))
            .Take(2_000)
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

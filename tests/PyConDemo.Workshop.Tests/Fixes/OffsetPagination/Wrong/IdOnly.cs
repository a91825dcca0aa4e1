// Refused: same-answer, skips, repeats
// It orders by id only, and that is not quite the order of the times.

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var id = OrderCursor.Parse(after).Id;
        var orders = await db.Orders
            .OrderByDescending(order => order.Id)
            .Where(order => order.Id < id)
            .Take(size + 1)
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

// Refused: same-answer
// It sends fewer pages, each a hundred times as large.

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
            .Take(5_001)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(5_000, orders.Count)],
            Next: orders.Count > 5_000
                ? $"/yours/orders?after={OrderCursor.After(orders[4_999])}&size={size}"
                : null,
            Prev: null));
    }
}

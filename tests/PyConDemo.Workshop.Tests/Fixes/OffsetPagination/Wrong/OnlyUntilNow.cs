// Refused: same-answer, skips, stale
// The first page starts at the clock's time, so orders dated later than that never show.
namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    /// <summary>Orders after a cursor. The first page starts now.</summary>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        TimeProvider clock,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var cursor = after is null
            ? new OrderCursor(clock.GetUtcNow().UtcDateTime, long.MaxValue)
            : OrderCursor.Parse(after);
        var orders = await db.Orders
            .Where(order => EF.Functions.LessThan(
                ValueTuple.Create(order.CreatedAt, order.Id),
                ValueTuple.Create(cursor.CreatedAt, cursor.Id)))
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
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

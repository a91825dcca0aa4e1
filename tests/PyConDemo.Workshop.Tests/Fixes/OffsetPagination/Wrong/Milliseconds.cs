// Refused: skips
// It keeps only the milliseconds of the time in the cursor, but PostgreSQL stores microseconds.

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
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size
                ? $"/yours/orders?after={WithMilliseconds(orders[size - 1])}&size={size}"
                : null,
            Prev: null));
    }

    private static OrderCursor WithMilliseconds(OrderItem order)
    {
        var ticks = order.CreatedAt.Ticks - (order.CreatedAt.Ticks % TimeSpan.TicksPerMillisecond);
        return new OrderCursor(new DateTime(ticks, DateTimeKind.Utc), order.Id);
    }
}

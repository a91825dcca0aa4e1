// Refused: skips, repeats
// It sends the time and the number of orders of that time that were shown: a new or a deleted
// order of the same time changes what this number means.

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
        var shown = after is null ? 0 : (int)Math.Clamp(cursor.Id, 0, OrderPage.MaxNumber);
        var orders = await db.Orders
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Where(order => order.CreatedAt <= cursor.CreatedAt)
            .Skip(shown)
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        var page = orders[..Math.Min(size, orders.Count)];

        return TypedResults.Ok(new OffsetPaginationResult(
            page,
            Next: orders.Count > size
                ? $"/yours/orders?after={After(page, cursor.CreatedAt, shown)}&size={size}"
                : null,
            Prev: null));
    }

    private static OrderCursor After(List<OrderItem> page, DateTime before, int shown)
    {
        var last = page[^1].CreatedAt;
        var ofThatTime = page.Count(order => order.CreatedAt == last);
        return new OrderCursor(last, last == before ? shown + ofThatTime : ofThatTime);
    }
}

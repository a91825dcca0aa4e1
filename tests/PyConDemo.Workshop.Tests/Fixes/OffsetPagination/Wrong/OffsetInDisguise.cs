// Refused: seek, repeats, skips, rows
// It uses an offset as a cursor: each new order moves an old one onto the next page.

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(0, OrderPage.MaxNumber)] int after = 0,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var orders = await db.Orders
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Skip(after)
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size
                ? $"/yours/orders?after={after + size}&size={size}"
                : null,
            Prev: null));
    }
}

// Refused: seek, repeats, skips, rows
// It numbers all orders in the database and selects a range of the numbers, which is an offset in
// other words.

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(0, OrderPage.MaxNumber)] int after = 0,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var orders = await db.Orders.FromSql($"""
            SELECT * FROM (
                SELECT *, row_number() OVER (ORDER BY created_at DESC, id DESC) AS number
                FROM orders
            ) AS numbered
            WHERE number > {after} AND number <= {after + size + 1}
            """)
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
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

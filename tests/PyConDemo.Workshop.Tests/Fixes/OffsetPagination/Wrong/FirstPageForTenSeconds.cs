// Refused: stale
// It keeps the first page for ten seconds, because most visitors ask for it.
using Microsoft.Extensions.Caching.Memory;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        IMemoryCache cache,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var result = after is null
            ? await cache.GetOrCreateAsync($"first {size} orders", entry =>
            {
                entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(10);
                return ReadAsync(db, after, size, cancellationToken);
            })
            : await ReadAsync(db, after, size, cancellationToken);

        return TypedResults.Ok(result!);
    }

    private static async Task<OffsetPaginationResult> ReadAsync(
        DemoDb db, string? after, int size, CancellationToken cancellationToken)
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

        return new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size
                ? $"/yours/orders?after={OrderCursor.After(orders[size - 1])}&size={size}"
                : null,
            Prev: null);
    }
}

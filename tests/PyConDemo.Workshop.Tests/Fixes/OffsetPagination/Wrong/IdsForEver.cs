// Refused: stale, seek, skips, repeats, rows
// It reads the ids of all orders once and keeps them, and a page is a part of this list.

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    private static readonly SemaphoreSlim Gate = new(1);
    private static long[]? _ids;

    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(0, OrderPage.MaxNumber)] int after = 0,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var ids = await ReadIdsAsync(db, cancellationToken);
        var page = ids.Skip(after).Take(size).ToArray();
        var orders = await db.Orders
            .Where(order => page.Contains(order.Id))
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders,
            Next: after + size < ids.Length
                ? $"/yours/orders?after={after + size}&size={size}"
                : null,
            Prev: null));
    }

    private static async Task<long[]> ReadIdsAsync(DemoDb db, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            return _ids ??= await db.Orders
                .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
                .Select(order => order.Id)
                .ToArrayAsync(cancellationToken);
        }
        finally
        {
            Gate.Release();
        }
    }
}

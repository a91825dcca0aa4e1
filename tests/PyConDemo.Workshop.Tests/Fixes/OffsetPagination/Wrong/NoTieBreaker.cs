// Refused: same-answer, skips, repeats
// Orders of the same instant come in the order of the index, as long as PostgreSQL uses it.
namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    private static readonly Func<DemoDb, DateTime, long, int, IAsyncEnumerable<OrderItem>> Orders =
        EF.CompileAsyncQuery((DemoDb db, DateTime createdAt, long id, int count) => db.Orders
            .OrderByDescending(order => order.CreatedAt)
            .Where(order => EF.Functions.LessThan( // a row value: (created_at, id) < (…, …)
                ValueTuple.Create(order.CreatedAt, order.Id), ValueTuple.Create(createdAt, id)))
            .Take(count)
            .Select(OrderItem.FromOrder));

    /// <summary>Orders after a cursor, with keyset pagination.</summary>
    /// <remarks>Follow `next` as deep as you like: every page costs the same.</remarks>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var cursor = OrderCursor.Parse(after);
        // One order more than the page has, to know whether there is a next page.
        var orders = await Orders(db, cursor.CreatedAt, cursor.Id, size + 1)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size
                ? $"/yours/orders?after={OrderCursor.After(orders[size - 1])}&size={size}"
                : null,
            Prev: null));
    }
}

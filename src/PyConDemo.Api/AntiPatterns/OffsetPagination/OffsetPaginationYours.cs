namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    // YOUR TURN: Page 10,001 reads 10,000 times the rows of page 1. Make each page cost the same.

    private static readonly Func<DemoDb, int, int, IAsyncEnumerable<OrderItem>> Orders =
        EF.CompileAsyncQuery((DemoDb db, int offset, int count) => db.Orders
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Skip(offset)
            .Take(count)
            .Select(OrderItem.FromOrder));

    /// <summary>Orders by page number, with OFFSET.</summary>
    /// <remarks>Compare page=1 with page=10001: the rows before a page are read too.</remarks>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, OrderPage.MaxNumber)] int page = 1,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        // One order more than the page has, to know whether there is a next page.
        var orders = await Orders(db, (page - 1) * size, size + 1)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size
                ? $"/yours/orders?page={page + 1}&size={size}"
                : null,
            Prev: page > 1 ? $"/yours/orders?page={page - 1}&size={size}" : null));
    }
}

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

/// <summary>Pages backwards, for clients of the good lane.</summary>
public static class OffsetPaginationBefore
{
    /// <summary>The page of orders before a cursor: keyset in the other direction.</summary>
    /// <remarks>It ends with the cursor's own order. The first page may be shorter.</remarks>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        string cursor,
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var place = OrderCursor.Parse(cursor, nameof(cursor));
        var orders = await db.Orders
            .OrderBy(order => order.CreatedAt).ThenBy(order => order.Id)
            .Where(order => EF.Functions.GreaterThanOrEqual(
                ValueTuple.Create(order.CreatedAt, order.Id),
                ValueTuple.Create(place.CreatedAt, place.Id)))
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        // The query reads towards newer orders, so its last row belongs to the previous page.
        var before = orders.Count > size ? OrderCursor.After(orders[size]) : null;
        var page = orders[..Math.Min(size, orders.Count)];
        page.Reverse();

        return TypedResults.Ok(new OffsetPaginationResult(
            page,
            Next: $"/good/orders?after={cursor}&size={size}",
            Prev: before is null ? null : $"/good/orders/before?cursor={before}&size={size}"));
    }
}

// Refused: same-answer
// The page before comes with its oldest order first.
namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    /// <summary>Orders after a cursor, or the orders that end with the cursor's own.</summary>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        string? before = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        if (after is not null && before is not null)
            throw new BadHttpRequestException("Send 'after' or 'before', not both.");

        var place = before is null ? OrderCursor.Parse(after) : OrderCursor.Parse(before, "before");
        var orders = db.Orders.AsNoTracking();
        var list = before is null
            ? orders
                .Where(order => EF.Functions.LessThan(
                    ValueTuple.Create(order.CreatedAt, order.Id),
                    ValueTuple.Create(place.CreatedAt, place.Id)))
                .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            : orders
                .Where(order => EF.Functions.GreaterThanOrEqual(
                    ValueTuple.Create(order.CreatedAt, order.Id),
                    ValueTuple.Create(place.CreatedAt, place.Id)))
                .OrderBy(order => order.CreatedAt).ThenBy(order => order.Id);
        var found = await list
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);
        var page = found.Take(size).ToList();
        var isMore = found.Count > size;

        if (before is null)
        {
            return TypedResults.Ok(new OffsetPaginationResult(
                page,
                isMore ? $"/yours/orders?after={OrderCursor.After(page[^1])}&size={size}" : null,
                after is null ? null : $"/yours/orders?before={after}&size={size}"));
        }

        return TypedResults.Ok(new OffsetPaginationResult(
            page,
            $"/yours/orders?after={before}&size={size}",
            isMore ? $"/yours/orders?before={OrderCursor.After(found[size])}&size={size}" : null));
    }
}

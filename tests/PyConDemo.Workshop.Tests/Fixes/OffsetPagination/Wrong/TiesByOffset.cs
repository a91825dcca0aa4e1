// Refused: repeats, skips
// The cursor counts the shown orders of one instant, so a new or deleted one there moves the page.
namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    /// <summary>Orders after an instant, and after some orders of that instant.</summary>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        long? until = null,
        [Range(0, 100_000)] int seen = 0,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        if (until is < 0 or > 3_155_378_975_999_999_999)
            throw new BadHttpRequestException("until must be the ticks of a time.");

        var from = until is { } ticks ? new DateTime(ticks, DateTimeKind.Utc) : DateTime.MaxValue;
        var orders = await db.Orders
            .Where(order => order.CreatedAt <= from)
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Skip(seen)
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);
        var page = orders[..Math.Min(size, orders.Count)];

        string? next = null;
        if (orders.Count > size)
        {
            var last = page[^1].CreatedAt;
            var shown = page.Count(order => order.CreatedAt == last) + (last == from ? seen : 0);
            next = $"/yours/orders?until={last.Ticks}&seen={shown}&size={size}";
        }

        return TypedResults.Ok(new OffsetPaginationResult(page, next, Prev: null));
    }
}

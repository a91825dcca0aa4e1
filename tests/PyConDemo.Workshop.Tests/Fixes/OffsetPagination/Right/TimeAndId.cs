// Right
// The place comes as two parameters, an ISO time with microseconds and an id; one alone is a 400.
namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    /// <summary>Orders that are older than a time, or as old and with a lower id.</summary>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        DateTimeOffset? olderThan = null,
        long? id = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        if (olderThan is null != id is null)
            throw new BadHttpRequestException("Send both olderThan and id, or none of them.");

        var rest = (olderThan, id) is ({ } time, { } number)
            ? db.Orders.FromSql($"""
                SELECT * FROM orders WHERE (created_at, id) < ({time.UtcDateTime}, {number})
                """)
            : db.Orders;
        var orders = await rest
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            [.. orders.Take(size)],
            orders.Count > size ? Link(orders[size - 1], size) : null,
            Prev: null));
    }

    private static string Link(OrderItem last, int size)
    {
        var time = Uri.EscapeDataString($"{last.CreatedAt:yyyy-MM-ddTHH:mm:ss.ffffff}Z");
        return $"/yours/orders?olderThan={time}&id={last.Id}&size={size}";
    }
}

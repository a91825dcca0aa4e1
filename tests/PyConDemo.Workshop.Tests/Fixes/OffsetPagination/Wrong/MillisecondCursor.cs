// Refused: skips
// The cursor keeps milliseconds of a time that has microseconds, so orders in between are skipped.
namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    /// <summary>Orders after a time in Unix milliseconds and an id.</summary>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(0, 253_402_300_799_999)] long? time = null,
        long id = long.MaxValue,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var from = time is { } known
            ? DateTimeOffset.FromUnixTimeMilliseconds(known).UtcDateTime : DateTime.MaxValue;
        var orders = await db.Orders
            .Where(order => EF.Functions.LessThan(
                ValueTuple.Create(order.CreatedAt, order.Id), ValueTuple.Create(from, id)))
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            orders.Count > size ? Link(orders[size - 1], size) : null,
            Prev: null));
    }

    private static string Link(OrderItem last, int size)
    {
        var time = new DateTimeOffset(last.CreatedAt).ToUnixTimeMilliseconds();
        return $"/yours/orders?time={time}&id={last.Id}&size={size}";
    }
}

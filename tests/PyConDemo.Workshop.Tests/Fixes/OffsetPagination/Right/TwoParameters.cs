// Right
// It sends the position in two parameters, the time in ticks and the id, and refuses a time that
// does not exist.

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        long ticks = 3155378975999999999,
        long id = long.MaxValue,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            throw new BadHttpRequestException("There is no such time.");
        }

        var createdAt = new DateTime(ticks, DateTimeKind.Utc);
        var orders = await db.Orders
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Where(order => EF.Functions.LessThan(
                ValueTuple.Create(order.CreatedAt, order.Id), ValueTuple.Create(createdAt, id)))
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);
        var last = orders.Count > size ? orders[size - 1] : null;

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: last is null
                ? null
                : $"/yours/orders?ticks={last.CreatedAt.Ticks}&id={last.Id}&size={size}",
            Prev: null));
    }
}

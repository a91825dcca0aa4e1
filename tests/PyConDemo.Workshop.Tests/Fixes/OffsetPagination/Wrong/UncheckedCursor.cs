// Refused: hostile
// It trusts the cursor: a damaged one causes an error of the server.

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var place = (after ?? "3155378975999999999-0").Split('-');
        var createdAt = new DateTime(
            long.Parse(place[0], CultureInfo.InvariantCulture), DateTimeKind.Utc);
        var id = long.Parse(place[1], CultureInfo.InvariantCulture);
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
                : $"/yours/orders?after={last.CreatedAt.Ticks}-{last.Id}&size={size}",
            Prev: null));
    }
}

// Refused: hostile
// It trusts its own cursor, so a text that somebody has changed answers 500 instead of 400.
namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    /// <summary>Orders after a cursor of ticks and an id.</summary>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var (createdAt, id) = (DateTime.MaxValue, long.MaxValue);
        if (after is not null)
        {
            var parts = after.Split('.');
            createdAt = new(long.Parse(parts[0], CultureInfo.InvariantCulture), DateTimeKind.Utc);
            id = long.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        var orders = await db.Orders
            .Where(order => EF.Functions.LessThan(
                ValueTuple.Create(order.CreatedAt, order.Id), ValueTuple.Create(createdAt, id)))
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
        => $"/yours/orders?after={last.CreatedAt.Ticks}.{last.Id}&size={size}";
}

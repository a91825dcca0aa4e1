// Refused: hostile
// Its own readable cursor takes each number for a time, also one after the year 9999.
namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    /// <summary>Orders from a place such as 63898221600000000-123 on.</summary>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? from = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        IQueryable<Order> rest = db.Orders;
        if (from is not null)
        {
            var (createdAt, id) = Read(from);
            rest = rest.Where(order => EF.Functions.LessThan(
                ValueTuple.Create(order.CreatedAt, order.Id), ValueTuple.Create(createdAt, id)));
        }

        var orders = await rest
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);
        if (orders.Count <= size)
            return TypedResults.Ok(new OffsetPaginationResult(orders, Next: null, Prev: null));

        orders.RemoveAt(size);
        var time = orders[^1].CreatedAt.Ticks / TimeSpan.TicksPerMicrosecond;
        var next = $"/yours/orders?size={size}&from={time}-{orders[^1].Id}";
        return TypedResults.Ok(new OffsetPaginationResult(orders, next, Prev: null));
    }

    private static (DateTime CreatedAt, long Id) Read(string text)
    {
        var parts = text.Split('-');
        var culture = CultureInfo.InvariantCulture;
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, culture, out var time)
            && long.TryParse(parts[1], NumberStyles.None, culture, out var id)
            ? (new(time * TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc), id)
            : throw new BadHttpRequestException("'from' must be a place of this list.");
    }
}

// Refused: other-server, memory
// It gives the client a token and keeps the position in the memory of this process, so another
// server does not know it.
using System.Collections.Concurrent;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    private static readonly ConcurrentDictionary<string, OrderItem> Positions = [];

    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        OrderItem? last = null;
        if (after is not null && !Positions.TryGetValue(after, out last))
        {
            throw new BadHttpRequestException("The cursor in 'after' is unknown.");
        }

        var cursor = last is null ? OrderCursor.Parse(null) : OrderCursor.After(last);
        var orders = await db.Orders
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Where(order => EF.Functions.LessThan(
                ValueTuple.Create(order.CreatedAt, order.Id),
                ValueTuple.Create(cursor.CreatedAt, cursor.Id)))
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: orders.Count > size
                ? $"/yours/orders?after={Remember(orders[size - 1])}&size={size}"
                : null,
            Prev: null));
    }

    private static string Remember(OrderItem order)
    {
        var token = Guid.NewGuid().ToString("N");
        Positions[token] = order;
        return token;
    }
}

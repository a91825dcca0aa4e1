// Refused: other-server
// The link holds a random token for a cursor in this process's memory, which no other server knows.
using System.Collections.Concurrent;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    private const int MaxTokens = 100_000;

    private static readonly ConcurrentDictionary<Guid, OrderCursor> Places = [];

    /// <summary>Orders after a token that tells nobody what it stands for.</summary>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        Guid? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var cursor = OrderCursor.Parse(null);
        if (after is { } token && !Places.TryGetValue(token, out cursor))
            throw new BadHttpRequestException("This link is too old. Start at the first page.");

        var orders = await db.Orders
            .Where(order => EF.Functions.LessThan(
                ValueTuple.Create(order.CreatedAt, order.Id),
                ValueTuple.Create(cursor.CreatedAt, cursor.Id)))
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
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

    private static Guid Remember(OrderItem last)
    {
        if (Places.Count >= MaxTokens) Places.Clear();
        var token = Guid.NewGuid();
        Places[token] = OrderCursor.After(last);
        return token;
    }
}

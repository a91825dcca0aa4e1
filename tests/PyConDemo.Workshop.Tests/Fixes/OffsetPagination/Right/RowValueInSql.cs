// Right
// It writes the row value in SQL, and uses a cursor of its own that it checks.

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    private const string Format = "yyyy-MM-ddTHH:mm:ss.ffffffZ";
    private const DateTimeStyles Utc =
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var (createdAt, id) = Parse(after);
        var orders = await db.Orders.FromSql($"""
            SELECT * FROM orders
            WHERE (created_at, id) < ({createdAt}, {id})
            ORDER BY created_at DESC, id DESC
            LIMIT {size + 1}
            """)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);
        var last = orders.Count > size ? orders[size - 1] : null;

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            Next: last is null
                ? null
                : $"/yours/orders?after={Text(last)}&size={size}",
            Prev: null));
    }

    private static string Text(OrderItem order)
        => $"{order.CreatedAt.ToString(Format, Invariant)}_{order.Id}";

    private static (DateTime CreatedAt, long Id) Parse(string? after)
    {
        if (after is null) return (DateTime.MaxValue, long.MaxValue);

        return after.Split('_') is [var time, var number]
            && DateTime.TryParseExact(time, Format, Invariant, Utc, out var createdAt)
            && long.TryParse(number, NumberStyles.None, Invariant, out var id)
                ? (createdAt, id)
                : throw new BadHttpRequestException("The cursor in 'after' can't be used.");
    }
}

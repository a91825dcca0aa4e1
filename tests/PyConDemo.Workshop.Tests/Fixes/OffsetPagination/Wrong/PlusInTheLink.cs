// Refused: fails, hostile
// The cursor is plain base64 in the link, and a plus sign there arrives as a space: a 400.
using System.Buffers.Binary;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination;

public static class OffsetPaginationYours
{
    /// <summary>Orders after a cursor of 16 bytes.</summary>
    public static async Task<Ok<OffsetPaginationResult>> GetOrders(
        DemoDb db,
        CancellationToken cancellationToken,
        string? after = null,
        [Range(1, OrderPage.MaxSize)] int size = 50)
    {
        var (createdAt, id) = after is null ? (DateTime.MaxValue, long.MaxValue) : Read(after);
        var orders = await db.Orders
            .Where(order => EF.Functions.LessThan(
                ValueTuple.Create(order.CreatedAt, order.Id), ValueTuple.Create(createdAt, id)))
            .OrderByDescending(order => order.CreatedAt).ThenByDescending(order => order.Id)
            .Take(size + 1)
            .Select(OrderItem.FromOrder)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new OffsetPaginationResult(
            orders[..Math.Min(size, orders.Count)],
            orders.Count > size
                ? $"/yours/orders?after={Write(orders[size - 1])}&size={size}"
                : null,
            Prev: null));
    }

    private static string Write(OrderItem order)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, order.CreatedAt.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), order.Id);
        return Convert.ToBase64String(bytes);
    }

    private static (DateTime CreatedAt, long Id) Read(string text)
    {
        var bytes = new byte[16];
        // The decoder would ignore a space, and the rest would be another place.
        if (text.Contains(' ') || !Convert.TryFromBase64String(text, bytes, out var length)
            || length != bytes.Length)
            throw new BadHttpRequestException("after must be a cursor of this list.");
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            throw new BadHttpRequestException("after must be a cursor of this list.");
        var id = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8));
        return (new(ticks, DateTimeKind.Utc), id);
    }
}

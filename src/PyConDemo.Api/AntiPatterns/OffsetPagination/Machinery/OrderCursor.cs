using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination.Machinery;

/// <summary>
/// A place in the list of orders, newest first, and the direction to go from it. Its text is opaque to clients: base64url of
/// version, sort, direction, created_at, id and a check sum.
/// </summary>
/// <param name="CreatedAt">UTC; PostgreSQL keeps microseconds, and so does the text.</param>
/// <param name="Id">The tie-break: several orders share a timestamp.</param>
/// <param name="IsBackward">True: towards newer orders.</param>
public sealed record OrderCursor(DateTime CreatedAt, long Id, bool IsBackward)
{
    // A cursor outlives a deployment in bookmarks and clients: one of another layout or sort is refused, never misread.
    private const byte Version = 1;
    private const byte SortByCreatedAtThenId = 1;

    private const int Length = 1 + 1 + 1 + 8 + 8 + 4;
    private const int CheckedLength = Length - 4;

    // Npgsql sends DateTime.MaxValue as 'infinity': every order lies after this place.
    private static readonly OrderCursor Start = new(DateTime.MaxValue, long.MaxValue, IsBackward: false);

    /// <summary>From here on to older orders.</summary>
    public static OrderCursor After(OrderItem order) => new(order.CreatedAt, order.Id, IsBackward: false);

    /// <summary>From here back to newer orders.</summary>
    public static OrderCursor Before(OrderItem order) => new(order.CreatedAt, order.Id, IsBackward: true);

    /// <summary>The way back from a page that this cursor led to; from an empty one, back to the row of the cursor itself.</summary>
    public OrderCursor BackFrom(IReadOnlyList<OrderItem> page)
        => page.Count > 0 ? Before(page[0]) : new(CreatedAt, Id - 1, IsBackward: true);

    /// <summary>The way on from a page that this cursor led back to; from an empty one, on to the row of the cursor itself.</summary>
    public OrderCursor OnFrom(IReadOnlyList<OrderItem> page)
        => page.Count > 0 ? After(page[^1]) : new(CreatedAt, Id + 1, IsBackward: false);

    /// <summary>Reads what <see cref="ToString"/> wrote; null is the start of the list.</summary>
    /// <exception cref="BadHttpRequestException">400: the text is not a cursor of this list, and why.</exception>
    public static OrderCursor Parse(string? text)
    {
        if (text is null)
        {
            return Start;
        }

        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length > 2 * Length || !TryDecode(text, bytes, out var written))
        {
            throw Refuse("it is not base64url text");
        }

        return written switch
        {
            0 => throw Refuse("it is empty"),
            _ when bytes[0] != Version => throw Refuse($"it is of version {bytes[0]}, this server reads version {Version}"),
            < Length => throw Refuse("it is truncated"),
            _ when bytes[1] != SortByCreatedAtThenId => throw Refuse("it belongs to another sort order"),
            _ when CheckSum(bytes) != BinaryPrimitives.ReadUInt32BigEndian(bytes[CheckedLength..]) => throw Refuse("it is damaged"),
            _ => Read(bytes),
        };
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        bytes[1] = SortByCreatedAtThenId;
        bytes[2] = IsBackward ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64BigEndian(bytes[3..], CreatedAt.Ticks);
        BinaryPrimitives.WriteInt64BigEndian(bytes[11..], Id);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[CheckedLength..], CheckSum(bytes));
        return Base64Url.EncodeToString(bytes);
    }

    private static OrderCursor Read(ReadOnlySpan<byte> bytes)
    {
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes[3..]);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks || bytes[2] > 1)
        {
            throw Refuse("it is damaged");
        }

        return new(new DateTime(ticks, DateTimeKind.Utc), BinaryPrimitives.ReadInt64BigEndian(bytes[11..]), IsBackward: bytes[2] == 1);
    }

    private static bool TryDecode(string text, Span<byte> bytes, out int written)
    {
        written = 0;
        return Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out written);
    }

    // Against damage, not against forgery: a forged cursor shows nothing that the list doesn't show anyway.
    private static uint CheckSum(ReadOnlySpan<byte> bytes) => Crc32.HashToUInt32(bytes[..CheckedLength]);

    private static BadHttpRequestException Refuse(string why) => new($"The cursor in 'after' can't be used: {why}.");
}

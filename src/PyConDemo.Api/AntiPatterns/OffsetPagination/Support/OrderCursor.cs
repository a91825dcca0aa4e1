using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination.Support;

/// <summary>
/// A place between two orders in the list, newest first: behind the order that it was made of. Its text is opaque to clients:
/// base64url of version, sort order, created_at, id and a checksum.
/// </summary>
/// <param name="CreatedAt">UTC; PostgreSQL keeps microseconds, and so does the text.</param>
/// <param name="Id">The tie-break: several orders share a timestamp.</param>
public sealed record OrderCursor(DateTime CreatedAt, long Id)
{
    // Bookmarks and clients keep cursors for longer than a deployment lasts: another layout or sort order is refused, never misread.
    private const byte Version = 2;
    private const byte SortByCreatedAtThenId = 1;

    private const int Length = 1 + 1 + 8 + 8 + 4;
    private const int CheckedLength = Length - 4;

    // Npgsql sends DateTime.MaxValue as 'infinity': every order lies behind this place.
    private static readonly OrderCursor Start = new(DateTime.MaxValue, long.MaxValue);

    public static OrderCursor After(OrderItem order) => new(order.CreatedAt, order.Id);

    /// <summary>Reads what <see cref="ToString"/> wrote; null is the start of the list.</summary>
    /// <param name="parameter">The query parameter that the text came in; the error names it.</param>
    /// <exception cref="BadHttpRequestException">400: the text is not a cursor of this list, and why.</exception>
    public static OrderCursor Parse(string? text, string parameter = "after")
    {
        if (text is null) return Start;

        Span<byte> bytes = stackalloc byte[Length];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done)
        {
            throw Refuse("it is not base64url text");
        }

        return written switch
        {
            0 => throw Refuse("it is empty"),
            _ when bytes[0] != Version => throw Refuse($"it is of version {bytes[0]}, this server reads version {Version}"),
            < Length => throw Refuse("it is truncated"),
            _ when bytes[1] != SortByCreatedAtThenId => throw Refuse("it belongs to another sort order"),
            _ when Checksum(bytes) != BinaryPrimitives.ReadUInt32BigEndian(bytes[CheckedLength..]) => throw Refuse("it is damaged"),
            _ when BinaryPrimitives.ReadInt64BigEndian(bytes[2..]) is var ticks && (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
                => throw Refuse("it is damaged"),
            _ => new(
                new DateTime(BinaryPrimitives.ReadInt64BigEndian(bytes[2..]), DateTimeKind.Utc),
                BinaryPrimitives.ReadInt64BigEndian(bytes[10..])),
        };

        BadHttpRequestException Refuse(string why) => new($"The cursor in '{parameter}' can't be used: {why}.");
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        bytes[1] = SortByCreatedAtThenId;
        BinaryPrimitives.WriteInt64BigEndian(bytes[2..], CreatedAt.Ticks);
        BinaryPrimitives.WriteInt64BigEndian(bytes[10..], Id);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[CheckedLength..], Checksum(bytes));
        return Base64Url.EncodeToString(bytes);
    }

    // Against damage, not against forgery: a forged cursor shows nothing that the list doesn't show anyway.
    private static uint Checksum(ReadOnlySpan<byte> bytes) => Crc32.HashToUInt32(bytes[..CheckedLength]);
}

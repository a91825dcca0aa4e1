using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;

namespace PyConDemo.Api.AntiPatterns.OffsetPagination.Support;

/// <summary>The place in the list, newest first, right after the order that it was made of. Its text is opaque to
/// clients: base64url of a version, the sort order, created_at, id and a checksum.</summary>
/// <param name="CreatedAt">In UTC. PostgreSQL stores microseconds, and the text keeps them.</param>
/// <param name="Id">The tie-break, because several orders share a timestamp.</param>
public sealed record OrderCursor(DateTime CreatedAt, long Id)
{
    // Clients and bookmarks keep cursors longer than a deployment lasts. So a cursor with another layout or sort order
    // is refused instead of being misread.
    private const byte Version = 2;
    private const byte SortByCreatedAtThenId = 1;

    private const int Length = 1 + 1 + 8 + 8 + 4; // version, sort order, created_at, id, checksum
    private const int CheckedLength = Length - 4;

    // Npgsql sends DateTime.MaxValue as 'infinity', so every order comes after this place.
    private static readonly OrderCursor Start = new(DateTime.MaxValue, long.MaxValue);

    public static OrderCursor After(OrderItem order) => new(order.CreatedAt, order.Id);

    /// <summary>Reads a text of <see cref="ToString"/>. Null is the start of the list.</summary>
    /// <param name="parameter">The query parameter with the text. The error names it.</param>
    /// <exception cref="BadHttpRequestException">400: it is no cursor of this list. The message says why.</exception>
    public static OrderCursor Parse(string? text, string parameter = "after")
    {
        if (text is null) return Start;

        Span<byte> bytes = stackalloc byte[Length];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done)
            throw Refuse("it is not base64url text");
        if (written == 0) throw Refuse("it is empty");
        if (bytes[0] != Version) throw Refuse($"it is of version {bytes[0]}, this server reads version {Version}");
        if (written < Length) throw Refuse("it is truncated");
        if (bytes[1] != SortByCreatedAtThenId) throw Refuse("it belongs to another sort order");
        var checksum = BinaryPrimitives.ReadUInt32BigEndian(bytes[CheckedLength..]);
        if (checksum != Checksum(bytes)) throw Refuse("it is damaged");

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes[2..]);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks) throw Refuse("it is damaged");

        return new(new DateTime(ticks, DateTimeKind.Utc), BinaryPrimitives.ReadInt64BigEndian(bytes[10..]));

        BadHttpRequestException Refuse(string reason) => new($"The cursor in '{parameter}' can't be used: {reason}.");
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

    // It detects damage, not forgery: a forged cursor shows nothing that the list doesn't show anyway.
    private static uint Checksum(ReadOnlySpan<byte> bytes) => Crc32.HashToUInt32(bytes[..CheckedLength]);
}

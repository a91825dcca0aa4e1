using CsCheck;
using Microsoft.AspNetCore.Http;
using PyConDemo.Api.AntiPatterns.OffsetPagination.Support;

namespace PyConDemo.Api.Tests.AntiPatterns;

public sealed class OrderCursorTests
{
    private static readonly Gen<OrderCursor> Cursors = Gen.Select(
        Gen.Long[0, DateTime.MaxValue.Ticks], Gen.Long,
        (ticks, id) => new OrderCursor(new DateTime(ticks, DateTimeKind.Utc), id));

    [Fact]
    public void A_cursor_survives_its_text() => Cursors.Sample(
        cursor => Assert.Equal(cursor, OrderCursor.Parse(cursor.ToString())), iter: 10_000);

    [Fact]
    public void Any_text_is_a_cursor_or_refused_with_400() => Gen.String.Sample(IsReadOrRefused, iter: 10_000);

    [Fact]
    public void Any_bytes_are_a_cursor_or_refused_with_400() => Gen.Byte.Array[0, 64].Sample(
        bytes => IsReadOrRefused(System.Buffers.Text.Base64Url.EncodeToString(bytes)), iter: 10_000);

    [Fact]
    public void A_changed_byte_is_noticed() => Gen.Select(Cursors, Gen.Int[0, 21], Gen.Byte[1, 255]).Sample(
        (cursor, place, change) =>
        {
            var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(cursor.ToString());
            bytes[place] ^= change;
            Refused(System.Buffers.Text.Base64Url.EncodeToString(bytes));
        }, iter: 10_000);

    [Fact]
    public void A_truncated_cursor_is_noticed() => Gen.Select(Cursors, Gen.Int[0, 29]).Sample(
        (cursor, length) => Refused(cursor.ToString()[..length]), iter: 10_000);

    [Fact]
    public void A_cursor_of_another_sort_is_named_as_such()
    {
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(new OrderCursor(DateTime.UnixEpoch, 1).ToString());
        bytes[1]++;
        Assert.Contains(
            "another sort",
            Refused(System.Buffers.Text.Base64Url.EncodeToString(bytes)).Message,
            StringComparison.Ordinal);
    }

    private static BadHttpRequestException Refused(string text)
    {
        var error = Assert.Throws<BadHttpRequestException>(() => OrderCursor.Parse(text));
        Assert.Equal(StatusCodes.Status400BadRequest, error.StatusCode);
        return error;
    }

    private static void IsReadOrRefused(string text)
    {
        try
        {
            OrderCursor.Parse(text);
        }
        catch (BadHttpRequestException error)
        {
            Assert.Equal(StatusCodes.Status400BadRequest, error.StatusCode);
        }
    }
}

using System.IO.Compression;

namespace PyConDemo.Checklist.Http;

/// <summary>Describes a body that was sent, from its headers, its size and its first bytes.</summary>
internal static class BodyReader
{
    private const long MaxUnpacked = 16 * 1024 * 1024;

    public static BodyFacts Read(IHeaderDictionary headers, long bytes, ReadOnlyMemory<byte> start)
    {
        var type = headers.ContentType.ToString();
        var encoding = headers.ContentEncoding.ToString();
        var json = type.Contains("json", StringComparison.OrdinalIgnoreCase);
        var (plain, before) = encoding.Length == 0
            ? (start, bytes)
            : Unpack(encoding, start, complete: bytes <= start.Length);
        return new(
            bytes, before, IsUncompressedText: encoding.Length == 0 && (json || IsText(type)),
            Base64Run: json ? JsonBody.LongestBase64Run(plain.Span) : 0,
            BytesPerItem: json ? JsonBody.MeanItemSize(plain.Span, complete: before == plain.Length) : 0);
    }

    private static bool IsText(string type)
    {
        if (type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)) return false;
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.Contains("xml", StringComparison.OrdinalIgnoreCase)
            || type.Contains("javascript", StringComparison.OrdinalIgnoreCase);
    }

    // A middleware, a filter or the handler itself may compress. Unpacking the sent bytes works for all of them.
    private static (ReadOnlyMemory<byte> Plain, long? Before) Unpack(
        string encoding, ReadOnlyMemory<byte> packed, bool complete)
    {
        using var source = new MemoryStream(packed.ToArray());
        using Stream? unpacked = encoding switch
        {
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            "deflate" => new ZLibStream(source, CompressionMode.Decompress),
            _ => null,
        };
        if (unpacked is null) return (default, null);
        var plain = new byte[BodySample.MaxBytes];
        var (kept, total, rest) = (0, 0L, new byte[16 * 1024]);
        try
        {
            while (total < MaxUnpacked)
            {
                var read = unpacked.Read(kept < plain.Length ? plain.AsSpan(kept) : rest);
                if (read == 0) break;
                if (kept < plain.Length) kept += read;
                else if (!complete) break;
                total += read;
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            complete = false; // only the beginning of the body was kept
        }
        return (plain.AsMemory(0, kept), complete && total < MaxUnpacked ? total : null);
    }
}

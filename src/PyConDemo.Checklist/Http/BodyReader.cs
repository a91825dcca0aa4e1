using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using PyConDemo.Checklist.Rules;

namespace PyConDemo.Checklist.Http;

/// <summary>Looks at a body that was sent: by its headers, its size and its beginning.</summary>
internal static class BodyReader
{
    private const long MaxUnpacked = 16 * 1024 * 1024;

    public static BodyFacts Read(IHeaderDictionary headers, long bytes, ReadOnlyMemory<byte> beginning)
    {
        var type = headers.ContentType.ToString();
        var encoding = headers.ContentEncoding.ToString();
        var json = type.Contains("json", StringComparison.OrdinalIgnoreCase);
        var (plain, before) = encoding.Length == 0 ? (beginning, bytes) : Unpack(encoding, beginning, complete: bytes <= beginning.Length);
        return new()
        {
            Bytes = bytes,
            BytesBeforeCompression = before,
            IsText = json || IsText(type),
            IsEncoded = encoding.Length > 0,
            Base64Run = json ? Base64Run.Longest(plain.Span) : 0,
            BytesPerItem = json ? JsonItems.MeanSize(plain.Span, complete: before == plain.Length) : 0,
        };
    }

    private static bool IsText(string type)
        => type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) && !type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)
            || type.Contains("xml", StringComparison.OrdinalIgnoreCase) || type.Contains("javascript", StringComparison.OrdinalIgnoreCase);

    // Universal where a look behind the compression is not: a middleware, a filter or the handler itself may compress.
    private static (ReadOnlyMemory<byte> Plain, long? Before) Unpack(string encoding, ReadOnlyMemory<byte> packed, bool complete)
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
            for (int read; total < MaxUnpacked && (read = unpacked.Read(kept < plain.Length ? plain.AsSpan(kept) : rest)) > 0; total += read)
            {
                if (kept < plain.Length) kept += read;
                else if (!complete) break;
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            complete = false; // only its beginning is here
        }
        return (plain.AsMemory(0, kept), complete && total < MaxUnpacked ? total : null);
    }
}

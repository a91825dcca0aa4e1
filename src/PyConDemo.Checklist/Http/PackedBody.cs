using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Primitives;

namespace PyConDemo.Checklist.Http;

/// <summary>Unpacks a body. A middleware, a filter or the handler itself may have compressed it.</summary>
internal sealed class PackedBody : IDisposable
{
    private const long MaxUnpacked = 16 * 1024 * 1024;
    private const int BufferSize = 16 * 1024;
    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    private readonly BodySample _plain = new();

    /// <summary>The first bytes before compression. They are valid until the body is disposed.</summary>
    public ReadOnlyMemory<byte> Start => _plain.Read();

    /// <summary>The size before compression, or at least so much.</summary>
    public long Bytes { get; private set; }

    /// <summary>True if the whole body was unpacked.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The encodings in the order in which they were applied, without `identity`.</summary>
    public static string[] Encodings(StringValues header) => [.. header.ToString().ToLowerInvariant()
        .Split(',', Trimmed).Where(encoding => encoding != "identity")];

    /// <summary>True if .NET can read the encoding.</summary>
    public static bool IsKnown(string encoding) => encoding is "br" or "gzip" or "x-gzip" or "deflate";

    /// <param name="encodings">The encodings in the order in which they were applied. All are known.</param>
    /// <param name="packed">The first bytes of the body as sent.</param>
    /// <param name="complete">True if these are all bytes.</param>
    public static PackedBody Unpack(string[] encodings, ReadOnlyMemory<byte> packed, bool complete)
    {
        var body = new PackedBody();
        Stream source = AsStream(packed);
        foreach (var encoding in encodings.Reverse()) source = Unpacked(encoding, source, packed.Span);
        using (source) body.ReadFrom(source, complete);
        return body;
    }

    public void Dispose() => _plain.Dispose();

    private static MemoryStream AsStream(ReadOnlyMemory<byte> packed)
        => MemoryMarshal.TryGetArray(packed, out var array)
            ? new(array.Array!, array.Offset, array.Count, writable: false)
            : new(packed.ToArray());

    private static Stream Unpacked(string encoding, Stream source, ReadOnlySpan<byte> packed) => encoding switch
    {
        "br" => new BrotliStream(source, CompressionMode.Decompress),
        "deflate" when source is MemoryStream && !IsZlib(packed)
            => new DeflateStream(source, CompressionMode.Decompress),
        "deflate" => new ZLibStream(source, CompressionMode.Decompress),
        _ => new GZipStream(source, CompressionMode.Decompress),
    };

    // Many servers send deflate without the zlib header that RFC 9110 (8.4.1.2) asks for.
    private static bool IsZlib(ReadOnlySpan<byte> packed)
        => packed.Length > 1 && (packed[0] & 0x0F) == 8 && ((packed[0] << 8) | packed[1]) % 31 == 0;

    private void ReadFrom(Stream source, bool complete)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            // Without the end, the size can't be known, and only the first bytes are of use.
            while (Bytes < (complete ? MaxUnpacked : BodySample.MaxBytes))
            {
                var read = source.Read(buffer);
                IsComplete = complete && read == 0;
                if (read == 0) return;
                _plain.Add(buffer.AsSpan(0, read));
                Bytes += read;
            }
        }
        catch (Exception error) when (error
            is InvalidDataException or EndOfStreamException or InvalidOperationException)
        {
            // Only the beginning of the body was kept, or its encoding is not the one that the header names.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

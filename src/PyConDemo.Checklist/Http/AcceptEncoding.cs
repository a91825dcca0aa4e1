using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Checklist.Http;

internal static class AcceptEncoding
{
    /// <summary>Whether the client takes br, gzip, zstd or deflate; `q=0` means that it doesn't.</summary>
    public static bool HasCompression(StringValues header)
        => header.Count > 0 && StringWithQualityHeaderValue.TryParseList(header, out var encodings)
            && encodings.Any(e => e.Quality is not 0 && e.Value.Value is "br" or "gzip" or "zstd" or "deflate" or "*");
}

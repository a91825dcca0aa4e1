// Refused: visitor, compression
// It keeps the packed bytes of the first visitor, and gives them to one who can't unpack them.
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    private static readonly ConcurrentDictionary<int, Answer> Last = [];

    /// <summary>Products for a list, packed again only when they have changed.</summary>
    public static async Task<IResult> GetProducts(
        DemoDb db,
        HttpContext http,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(ProductItem.FromProduct)
            .ToListAsync(cancellationToken);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new FatPayloadsResult<ProductItem>(products), JsonSerializerOptions.Web);
        var hash = Convert.ToHexString(SHA256.HashData(body));

        if (!Last.TryGetValue(size, out var answer) || answer.Hash != hash)
        {
            var encoding = Choose(http.Request, body.Length);
            answer = new(hash, encoding, encoding is null ? body : Pack(body, encoding));
            Last[size] = answer;
        }

        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (answer.Encoding is not null) http.Response.Headers.ContentEncoding = answer.Encoding;
        return TypedResults.Bytes(answer.Body, "application/json; charset=utf-8");
    }

    private static string? Choose(HttpRequest request, int length)
    {
        if (length < CompressionThreshold.MinBytes) return null;

        var accepted = request.GetTypedHeaders().AcceptEncoding
            .Where(one => one.Quality is not 0)
            .Select(one => one.Value.ToString().ToLowerInvariant())
            .ToHashSet();
        return accepted.Contains("br") ? "br" : accepted.Contains("gzip") ? "gzip" : null;
    }

    private static byte[] Pack(byte[] body, string encoding)
    {
        using var small = new MemoryStream();
        using (Stream pack = encoding == "br"
            ? new BrotliStream(small, CompressionLevel.Optimal)
            : new GZipStream(small, CompressionLevel.Optimal))
        {
            pack.Write(body);
        }

        return small.ToArray();
    }

    private sealed record Answer(string Hash, string? Encoding, byte[] Body);
}

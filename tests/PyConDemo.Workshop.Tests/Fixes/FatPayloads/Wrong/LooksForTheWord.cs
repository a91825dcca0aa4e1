// Refused: compression
// It looks for the word gzip in Accept-Encoding, so a client that refuses it (gzip;q=0) gets it.
using System.IO.Compression;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    /// <summary>Products for a list, compressed by hand.</summary>
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

        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var accepted = http.Request.Headers.AcceptEncoding.ToString();
        var (encoding, isPlain) = accepted.Contains("br", StringComparison.OrdinalIgnoreCase)
            ? ("br", false)
            : ("gzip", !accepted.Contains("gzip", StringComparison.OrdinalIgnoreCase));
        if (!isPlain && body.Length >= CompressionThreshold.MinBytes)
        {
            using var small = new MemoryStream();
            await using (Stream pack = encoding == "br"
                ? new BrotliStream(small, CompressionLevel.Fastest)
                : new GZipStream(small, CompressionLevel.Optimal))
            {
                await pack.WriteAsync(body, cancellationToken);
            }

            body = small.ToArray();
            http.Response.Headers.ContentEncoding = encoding;
        }

        return TypedResults.Bytes(body, "application/json; charset=utf-8");
    }
}

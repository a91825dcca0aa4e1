// Right
// It reads Accept-Encoding with its weights, compresses by hand, and always sends Vary.
using System.IO.Compression;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    /// <summary>Products for a list, in the encoding that the client likes best.</summary>
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

        var headers = http.Response.Headers;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        headers.CacheControl = "no-store";
        var (br, gzip) = (Weight(http.Request, "br"), Weight(http.Request, "gzip"));
        if (body.Length >= CompressionThreshold.MinBytes && Math.Max(br, gzip) > 0)
        {
            using var small = new MemoryStream();
            await using (Stream pack = br >= gzip
                ? new BrotliStream(small, CompressionLevel.Optimal)
                : new GZipStream(small, CompressionLevel.Optimal))
            {
                await pack.WriteAsync(body, cancellationToken);
            }

            body = small.ToArray();
            headers.ContentEncoding = br >= gzip ? "br" : "gzip";
        }

        return TypedResults.Bytes(body, "application/json; charset=utf-8");
    }

    // The encoding's own weight, or that of the star, or 0.
    private static double Weight(HttpRequest request, string encoding)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        var entry = accepted.FirstOrDefault(
                one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase))
            ?? accepted.FirstOrDefault(one => one.Value == "*");
        return entry is null ? 0 : entry.Quality ?? 1;
    }
}

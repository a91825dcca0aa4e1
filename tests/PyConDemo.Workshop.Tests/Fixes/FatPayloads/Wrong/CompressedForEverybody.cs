// Refused: compression
// It compresses the answer for clients that cannot read it, too.
using System.IO.Compression;
using System.Text.Json;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    private const string Json = "application/json; charset=utf-8";

    public static async Task<FileContentHttpResult> GetProducts(
        DemoDb db,
        HttpResponse response,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products
            .AsNoTracking()
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(ProductItem.FromProduct)
            .ToListAsync(cancellationToken);

        var json = JsonSerializer.SerializeToUtf8Bytes(
            new FatPayloadsResult<ProductItem>(products), JsonSerializerOptions.Web);

        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(json, cancellationToken);
        }

        response.Headers.ContentEncoding = "gzip";
        response.Headers.Vary = "Accept-Encoding";

        return TypedResults.File(packed.ToArray(), Json);
    }
}

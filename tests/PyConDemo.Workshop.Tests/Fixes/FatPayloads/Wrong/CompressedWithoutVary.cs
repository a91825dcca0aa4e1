// Refused: compression
// It compresses the answer by hand without Vary, so a shared cache sends it to clients that cannot
// read it.
using System.IO.Compression;
using System.Text.Json;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    private const string Json = "application/json; charset=utf-8";

    public static async Task<FileContentHttpResult> GetProducts(
        DemoDb db,
        HttpRequest request,
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
        if (!request.Headers.AcceptEncoding.ToString().Contains("gzip"))
        {
            return TypedResults.File(json, Json);
        }

        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(json, cancellationToken);
        }

        response.Headers.ContentEncoding = "gzip";

        return TypedResults.File(packed.ToArray(), Json);
    }
}

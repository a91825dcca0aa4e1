// Right
// It makes the ETag of the whole answer by itself, and answers 304 to a client that has it.
using System.Text.Json;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    [CompressedAnswer]
    public static async
        Task<Results<Ok<FatPayloadsResult<ProductItem>>, StatusCodeHttpResult>> GetProducts(
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

        var result = new FatPayloadsResult<ProductItem>(products);
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(result));
        var tag = $"W/\"{Convert.ToHexStringLower(hash)}\"";
        response.Headers.ETag = tag;
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.CacheControl = "no-cache";
        if (request.Headers.IfNoneMatch == tag)
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return TypedResults.Ok(result);
    }
}

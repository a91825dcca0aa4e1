// Refused: etag
// It makes the ETag of the current minute: it changes when the answer does not, and the answer
// changes within a minute.

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    [CompressedAnswer]
    public static async
        Task<Results<Ok<FatPayloadsResult<ProductItem>>, StatusCodeHttpResult>> GetProducts(
        DemoDb db,
        HttpRequest request,
        HttpResponse response,
        TimeProvider clock,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var tag = $"W/\"{clock.GetUtcNow().ToUnixTimeSeconds() / 60}\"";
        response.Headers.ETag = tag;
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.CacheControl = "no-cache";
        if (request.Headers.IfNoneMatch == tag)
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        var products = await db.Products
            .AsNoTracking()
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(ProductItem.FromProduct)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}

// Refused: etag
// It makes the ETag of the time of the last update, which an update of a price alone does not
// change.

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
        var updated = await db.Products
            .OrderBy(product => product.Id)
            .Take(size)
            .MaxAsync(product => (DateTime?)product.UpdatedAt, cancellationToken);

        var tag = $"W/\"{updated?.Ticks}-{size}\"";
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

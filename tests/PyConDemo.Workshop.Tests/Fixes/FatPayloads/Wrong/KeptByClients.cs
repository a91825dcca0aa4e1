// Refused: cache-header
// It lets clients keep the list for an hour, although prices change.

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
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

        response.Headers.CacheControl = "public, max-age=3600";

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}

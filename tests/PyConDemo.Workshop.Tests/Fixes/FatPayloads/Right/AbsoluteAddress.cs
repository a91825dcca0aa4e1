// Right
// It sends the image's whole address, with the scheme and the host of the request.

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        DemoDb db,
        HttpRequest request,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products
            .AsNoTracking()
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(ProductItem.FromProduct)
            .ToListAsync(cancellationToken);

        var host = $"{request.Scheme}://{request.Host}";

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>([.. products.Select(
            product => product with { ImageUrl = host + product.ImageUrl })]));
    }
}

// Refused: image-moves
// It sends a new address each time, as with signed addresses, so no cache finds the image again.

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products
            .AsNoTracking()
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(ProductItem.FromProduct)
            .ToListAsync(cancellationToken);

        var items = products.Select(
            product => product with { ImageUrl = $"{product.ImageUrl}?signed={Guid.NewGuid():N}" });

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>([.. items]));
    }
}

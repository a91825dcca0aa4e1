// Refused: image-moves
// It adds the current minute to the address of each image, so a client loads all images again
// after a minute.

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        DemoDb db,
        TimeProvider clock,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products
            .AsNoTracking()
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(ProductItem.FromProduct)
            .ToListAsync(cancellationToken);

        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>([.. products.Select(
            product => product with { ImageUrl = $"{product.ImageUrl}?v={minute}" })]));
    }
}

// Refused: image-moves
// It adds a version to the address of each image that is new after each start, and that each
// server has another of.

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    private static readonly Guid Version = Guid.NewGuid();

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

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>([.. products.Select(
            product => product with { ImageUrl = $"{product.ImageUrl}?v={Version:N}" })]));
    }
}

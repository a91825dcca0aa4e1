// Refused: rows
// It reads the fields of all products, and sends as many as were asked for.

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
            .Select(ProductItem.FromProduct)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>([.. products.Take(size)]));
    }
}

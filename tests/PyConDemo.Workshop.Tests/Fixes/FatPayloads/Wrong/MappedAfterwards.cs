// Refused: columns
// It sends little to the client, but PostgreSQL and the server still read every image.

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
            .ToListAsync(cancellationToken);

        var items = products.Select(product => new ProductItem(
            product.Id,
            product.Name,
            product.Brand,
            product.Price,
            "/images/" + product.ImageHash));

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>([.. items]));
    }
}

// Refused: columns
// It reads whole rows with the images by DISTINCT ON, and maps them in memory.

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
            .FromSql($"SELECT DISTINCT ON (id) * FROM products ORDER BY id LIMIT {size}")
            .AsNoTracking()
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

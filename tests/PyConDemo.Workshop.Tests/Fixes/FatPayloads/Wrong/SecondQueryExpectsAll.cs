// Refused: meanwhile
// It reads the hashes of the images in a second query, and expects one for each product of the first one.

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
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(product => new { product.Id, product.Name, product.Brand, product.Price })
            .ToListAsync(cancellationToken);
        var ids = products.Select(product => product.Id).ToArray();
        var hashes = await db.Products
            .Where(product => ids.Contains(product.Id))
            .Select(product => new { product.Id, product.ImageHash })
            .ToDictionaryAsync(row => row.Id, row => row.ImageHash, cancellationToken);

        var items = products.Select(product => new ProductItem(
            product.Id,
            product.Name,
            product.Brand,
            product.Price,
            "/images/" + hashes[product.Id]));

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>([.. items]));
    }
}

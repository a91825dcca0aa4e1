// Refused: commands
// It reads the hash of each image with a command of its own.

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var rows = await db.Products
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(product => new { product.Id, product.Name, product.Brand, product.Price })
            .ToListAsync(cancellationToken);
        var products = new List<ProductItem>(size);
        foreach (var row in rows)
        {
            var hash = await db.Products
                .Where(product => product.Id == row.Id)
                .Select(product => product.ImageHash)
                .SingleAsync(cancellationToken);
            products.Add(new(row.Id, row.Name, row.Brand, row.Price, "/images/" + hash));
        }

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}

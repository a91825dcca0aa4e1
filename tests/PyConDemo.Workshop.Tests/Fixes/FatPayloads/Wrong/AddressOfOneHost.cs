// Refused: image
// It sends addresses on a host and a port that are only right on the author's machine.

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
            .Select(product => new ProductItem(
                product.Id,
                product.Name,
                product.Brand,
                product.Price,
                "http://127.0.0.1:5079/images/" + product.ImageHash))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}

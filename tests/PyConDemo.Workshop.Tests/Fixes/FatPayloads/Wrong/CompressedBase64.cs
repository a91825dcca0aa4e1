// Refused: base64, bytes
// It compresses the same answer, but a JPEG does not get smaller.

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<Product>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products
            .AsNoTracking()
            .OrderBy(product => product.Id)
            .Take(size)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<Product>(products));
    }
}

// Refused: base64, image, same-answer
// An image under 16 kB goes into the list as base64; the seed has none, but a new one may be small.
namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    /// <summary>Products for a list. A small image saves its own request.</summary>
    [CompressedAnswer, WeakETag]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(product => new
            {
                Item = new ProductItem(
                    product.Id, product.Name, product.Brand, product.Price,
                    "/images/" + product.ImageHash),
                product.ImageType,
                Small = product.Image.Length < 16_384 ? product.Image : null,
            })
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(
            [.. products.Select(one => one.Small is null ? one.Item : one.Item with
            {
                ImageUrl = $"data:{one.ImageType};base64,{Convert.ToBase64String(one.Small)}",
            })]));
    }
}

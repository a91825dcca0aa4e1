// Refused: bytes
// It leaves out the image, but sends a dozen fields that the list does not show.

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<FullProduct>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products
            .AsNoTracking()
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(product => new FullProduct(
                product.Id,
                product.Name,
                product.Brand,
                product.Price,
                "/images/" + product.ImageHash,
                product.Description,
                product.Specs,
                product.Supplier,
                product.WarehouseNotes,
                product.SeoTitle,
                product.SeoDescription,
                product.ReturnPolicy))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<FullProduct>(products));
    }

    public sealed record FullProduct(
        int Id,
        string Name,
        string Brand,
        decimal Price,
        string ImageUrl,
        string Description,
        string Specs,
        string Supplier,
        string WarehouseNotes,
        string SeoTitle,
        string SeoDescription,
        string ReturnPolicy);
}

// Right
// It gives the image's address another name, and sends none for a product without an image.

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<Shown>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products
            .AsNoTracking()
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(product => new Shown(
                product.Id,
                product.Name,
                product.Brand,
                product.Price,
                product.ImageHash == "" ? null : "/images/" + product.ImageHash))
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<Shown>(products));
    }

    public sealed record Shown(int Id, string Name, string Brand, decimal Price, string? Picture);
}

// Refused: base64, bytes
// It sends the image as base64 with line breaks, as in an e-mail.

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
            Convert.ToBase64String(product.Image, Base64FormattingOptions.InsertLineBreaks)));

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>([.. items]));
    }
}

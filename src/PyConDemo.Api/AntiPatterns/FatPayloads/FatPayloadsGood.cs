namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsGood
{
    /// <summary>Products for a list, with the shown fields only and images as URLs.</summary>
    /// <remarks>Look at Content-Encoding. Send the ETag as If-None-Match for a 304.</remarks>
    [CompressedAnswer, WeakETag]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        DemoDb db,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products
            .AsNoTracking()
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(ProductItem.FromProduct)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}

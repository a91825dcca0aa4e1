namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    // YOUR TURN: A list of 50 products has 4 MB. Send what the list shows, and no image inside.

    /// <summary>Products for a list, as whole entities with their images as base64.</summary>
    /// <remarks>The list shows five of these twenty-three fields. Look at the size.</remarks>
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

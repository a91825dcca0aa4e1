// Refused: cache-header
// It lets every cache keep the list for a minute without asking, and a price changes in between.
using Microsoft.Net.Http.Headers;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    /// <summary>Products for a list, for browsers and CDNs to keep.</summary>
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        DemoDb db,
        HttpResponse response,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await db.Products
            .OrderBy(product => product.Id)
            .Take(size)
            .Select(ProductItem.FromProduct)
            .ToListAsync(cancellationToken);

        response.Headers.CacheControl = "public, max-age=60";
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products));
    }
}

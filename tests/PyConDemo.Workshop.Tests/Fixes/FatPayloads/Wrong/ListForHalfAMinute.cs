// Refused: stale
// It keeps the list for 30 seconds, so a new price is not shown at once.
using Microsoft.Extensions.Caching.Memory;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    [CompressedAnswer]
    public static async Task<Ok<FatPayloadsResult<ProductItem>>> GetProducts(
        DemoDb db,
        IMemoryCache cache,
        CancellationToken cancellationToken,
        [Range(1, ProductPage.MaxSize)] int size = 50)
    {
        var products = await cache.GetOrCreateAsync($"{size} products", entry =>
        {
            entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(30);
            return db.Products
                .OrderBy(product => product.Id)
                .Take(size)
                .Select(ProductItem.FromProduct)
                .ToListAsync(cancellationToken);
        });

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>(products!));
    }
}

// Refused: stale
// It keeps the first price of each product for ever.
using System.Collections.Concurrent;

namespace PyConDemo.Api.AntiPatterns.FatPayloads;

public static class FatPayloadsYours
{
    private static readonly ConcurrentDictionary<int, decimal> Prices = [];

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
            .Select(ProductItem.FromProduct)
            .ToListAsync(cancellationToken);

        return TypedResults.Ok(new FatPayloadsResult<ProductItem>([.. products.Select(
            product => product with { Price = Prices.GetOrAdd(product.Id, product.Price) })]));
    }
}
